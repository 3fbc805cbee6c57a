"""Where the page is that had the button: an address that only a button may call is nobody's page."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve


def page_before(request: HttpRequest) -> str:
    """The page of ours that the request came from; else the page above its address."""
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # the browser names it, so it may be nonsense
        return page_above(request.path)
    ours = came_from.netloc == request.get_host() and came_from.path not in ("", request.path)
    if not ours:
        return page_above(request.path)
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path


def page_above(path: str) -> str:
    """`/posts/76/` for `/posts/76/ask/`; «Сегодня» where nothing stands above."""
    steps = path.strip("/").split("/")
    above = ("/" + "/".join(steps[:length]) + "/" for length in range(len(steps) - 1, 0, -1))
    return next((one for one in above if _is_there(one)), "/")


def _is_there(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True

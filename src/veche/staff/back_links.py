"""The page that contained a button, for URLs that only accept POST."""

from typing import Final
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

# Buttons whose page does not stand above them: name of the address → name of its page, with the same `pk`, if any.
_PAGES: Final = {
    "publishing:save": "publishing:edit",
    "publishing:ask": "publishing:edit",
    "publishing:look": "publishing:edit",
    "publishing:fit": "publishing:edit",
    "publishing:proof": "publishing:edit",
    "publishing:keep_words": "publishing:edit",
    "publishing:let_words_go": "publishing:edit",
    "publishing:add_photos": "publishing:edit",
    "publishing:uploads": "publishing:edit",
    "publishing:upload": "publishing:edit",
    "publishing:remove_photo": "publishing:edit",
    "publishing:add_beside": "publishing:edit",
    "publishing:remove_beside": "publishing:edit",
    "publishing:decide": "approval:detail",
    "moderation:delete": "web:message",
    "moderation:keep": "web:message",
    "moderation:restore": "web:message",
    "staff:sign_out_everywhere": "mfa_index",
}


def page_before(request: HttpRequest) -> str:
    """The local page that the request came from, else the page above its URL."""
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # the browser names it, so it may be nonsense
        return page_above(request.path)
    ours = came_from.netloc == request.get_host() and came_from.path not in ("", request.path)
    if not ours:
        return page_above(request.path)
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path


def page_above(path: str) -> str:
    """`/posts/76/` for `/posts/76/pin/`; «Сегодня» if there is none."""
    if page := _page_of(path):
        return page
    steps = path.strip("/").split("/")
    above = ("/" + "/".join(steps[:length]) + "/" for length in range(len(steps) - 1, 0, -1))
    return next((one for one in above if _is_there(one)), "/")


def _page_of(path: str) -> str:
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    name = _PAGES.get(found.view_name)
    return reverse(name, kwargs={"pk": found.kwargs["pk"]} if "pk" in found.kwargs else {}) if name else ""


def _is_there(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True

"""Numbers of the menu that a page has counted already, so that page and menu show the same and ask once.

What an open page asks for again brings them along (`web.middleware`).
"""

from django.http import HttpRequest


def set_count(request: HttpRequest, key: str, number: int) -> None:
    """Set a number of the menu (a key of `web.context.COUNTS`)."""
    known_counts(request)[key] = number


def known_counts(request: HttpRequest) -> dict[str, int]:
    """The numbers that this request has set, by key; changing the dictionary sets them."""
    counts: dict[str, int] = request.__dict__.setdefault("menu_counts", {})
    return counts

"""Networks whose previews the editor shows: chosen by a person, remembered by the browser, nothing of the post."""

from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from veche.networks.registry import NETWORKS
from veche.posts.domain.looks import Look

COOKIE = "previews"
FIELD, THERE = "preview", "preview_there"
KEPT_FOR = timedelta(days=365)


def previews(request: HttpRequest, looks: Sequence[Look]) -> dict[str, bool]:
    """Networks of the post, in order, and whether each is shown; at first one of each kind of wall."""
    there = list(dict.fromkeys(look.network for look in looks))
    if THERE in request.POST:
        picked = set(request.POST.getlist(FIELD))
    elif COOKIE in request.COOKIES:
        picked = set(request.COOKIES[COOKIE].split("."))
    else:
        picked = set({NETWORKS[slug].preview.layout: slug for slug in reversed(there)}.values())
    return {slug: slug in picked for slug in there}


def remember(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Keep the choice of the window in a cookie, if it has changed. Networks that it did not show are left out."""
    if THERE in request.POST:
        picked = ".".join(slug for slug in NETWORKS if slug in request.POST.getlist(FIELD))
        if request.COOKIES.get(COOKIE) != picked:
            answer.set_cookie(
                COOKIE, picked, max_age=KEPT_FOR, httponly=True, samesite="Lax", secure=request.is_secure()
            )
    return answer

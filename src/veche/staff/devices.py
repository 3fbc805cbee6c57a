"""Browsers in which a person has signed in before; each has its own counter of wrong passwords.

Strangers who know an address use up the attempts that unknown browsers share, and lock nobody out of a known one
(OWASP, «Slow Down Online Guessing Attacks with Device Cookies»). The cookie grants nothing: it only selects the
counter.
"""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from veche.staff.models import Person

type GetResponse = Callable[[HttpRequest], HttpResponse]

_SALT = "veche.staff.device"
_SECONDS = 365 * 24 * 60 * 60
# Colleagues who share a browser; the one who signed in longest ago gives way.
MOST = 6
_NEW = "_veche_device_of"


def device_of(request: HttpRequest, email: str) -> str:
    """The counter's name for this browser and e-mail; "" for an unknown browser."""
    return _known(request).get(_mark(email), "")


def remember_device(request: HttpRequest, person: Person) -> None:
    """Set the cookie on the response to `request`, after the person has proved their identity."""
    setattr(request, _NEW, person.email)


class Devices:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if email := getattr(request, _NEW, ""):
            _write(request, response, email)
        return response


def _write(request: HttpRequest, response: HttpResponse, email: str) -> None:
    known = _known(request)
    device = known.pop(_mark(email), "") or secrets.token_urlsafe(16)
    kept = dict([*known.items(), (_mark(email), device)][-MOST:])
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(kept, salt=_SALT),
        max_age=_SECONDS,
        secure=settings.TLS,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> dict[str, str]:
    """Marks of persons and counter names, oldest sign-in first; empty for a foreign cookie."""
    try:
        known: dict[str, str] = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=_SALT, max_age=_SECONDS
        )
    except signing.BadSignature:
        return {}
    return known


def _mark(email: str) -> str:
    return salted_hmac(_SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:16]

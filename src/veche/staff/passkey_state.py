"""Keep the challenge of a passkey sign-in in a signed cookie, for five minutes and one answer.

allauth keeps it in the session: a database row for each stranger who opens the page.
"""

from typing import Any

from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase

_SALT = "veche.staff.passkey"
_SECONDS = 300


def hand_out(request: HttpRequest, response: HttpResponseBase) -> None:
    """Move the challenge from the request's session into a cookie of `response`."""
    state = request.session.pop(STATE_SESSION_KEY, None)
    if state is not None:
        response.set_cookie(
            settings.PASSKEY_COOKIE_NAME,
            signing.dumps(state, salt=_SALT),
            max_age=_SECONDS,
            secure=settings.TLS,
            httponly=True,
            samesite="Lax",
        )


def take_back(request: HttpRequest) -> None:
    """Put the challenge into the request's session, unless it is older than five minutes or used."""
    cookie = request.COOKIES.get(settings.PASSKEY_COOKIE_NAME, "")
    try:
        state: dict[str, Any] = signing.loads(cookie, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return
    if cache.add(f"veche.passkey.used?challenge={state.get('challenge')}", "y", timeout=_SECONDS):
        request.session[STATE_SESSION_KEY] = state


def put_away(request: HttpRequest) -> None:
    """Delete the cookie after an answer, right or wrong."""
    if STATE_SESSION_KEY in request.session:
        del request.session[STATE_SESSION_KEY]

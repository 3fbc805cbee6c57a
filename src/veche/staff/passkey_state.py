"""The challenge of a passkey sign-in, kept by the browser until it answers.

The sign-in library would keep it in the session: a row in the database for each stranger who opens the page. Here it
is a signed cookie for five minutes, good for one answer.
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
    """Move the challenge from the session of this request into a cookie of `response`."""
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
    """Lay the challenge into the session of this request, where the sign-in library looks for it.

    Not one that is older than five minutes or was taken back before.
    """
    cookie = request.COOKIES.get(settings.PASSKEY_COOKIE_NAME, "")
    try:
        state: dict[str, Any] = signing.loads(cookie, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return
    if cache.add(f"veche.passkey.used?challenge={state.get('challenge')}", "y", timeout=_SECONDS):
        request.session[STATE_SESSION_KEY] = state


def put_away(request: HttpRequest) -> None:
    """After the answer, also a wrong one."""
    if STATE_SESSION_KEY in request.session:
        del request.session[STATE_SESSION_KEY]

"""Two rules of every page: a session ends, and nothing of a signed-in page stays in a cache."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

type GetResponse = Callable[[HttpRequest], HttpResponse]

STARTED = "started"
SEEN = "seen"
# The session row is written at most once a minute, not at each request.
SEEN_STEP = 60


class SessionLimits:
    """Signs out `SESSION_IDLE_SECONDS` after the last request, and anyway `SESSION_COOKIE_AGE` after signing in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            if self._is_over(request, now):
                logout(request)
            elif now - request.session.get(SEEN, 0) >= SEEN_STEP:
                request.session[SEEN] = now
                request.session.setdefault(STARTED, now)
        return self.get_response(request)

    def _is_over(self, request: HttpRequest, now: int) -> bool:
        seen = request.session.get(SEEN, now)
        started = request.session.get(STARTED, now)
        return bool(now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_COOKIE_AGE)


class PrivatePages:
    """Pages of a signed-in person are kept by no cache and by no «back» button."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store"
        return response

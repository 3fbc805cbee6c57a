"""Middleware for every page: session limits, body limits, no caching, no pages at action URLs."""

import re
import time
from collections.abc import Callable
from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

from veche.requests.domain.links import COOKIE as LINK_COOKIE
from veche.requests.domain.links import takes_files
from veche.staff.access import may
from veche.staff.back_links import page_above
from veche.staff.middleware import person_of_session
from veche.staff.models import Person
from veche.staff.session_store import SEEN, STARTED, begin_session

# What Django makes keys of.
_KEY = re.compile(r"[a-z0-9]{1,40}")

type GetResponse = Callable[[HttpRequest], HttpResponse]

# The session row is written at most once a minute, not at each request.
SEEN_STEP = 60
# Where forms bring files, and what who sends them must be allowed to do. All buttons of the editor send its whole form.
# The proxies of deploy/ let large bodies through to the same addresses.
UPLOADS = {
    "compliance:load": "compliance.load",
    "publishing:save": "posts.write",
    "publishing:ask": "posts.write",
    "publishing:fit": "posts.write",
    "publishing:add_photos": "posts.write",
    "publishing:remove_photo": "posts.write",
    "publishing:add_beside": "posts.write",
    "publishing:remove_beside": "posts.write",
    "requests:ask": "requests.ask",
    "requests:answer": "requests.mine",
    "requests:add_files": "requests.mine",
    "publishing:to_library": "posts.write",
    "publishing:take_rights": "posts.write",
    "media:add": "media.add",
    "media:add_paper": "media.papers",
    "outbox:account_page": "outbox.look",
    "plan:calendar_load": "plan.calendar",
    "rumours:add_picture": "rumours.work",
}
# The same for somebody who answers a request by the link of a letter.
LINK = "requests:link"


class Sessions(SessionMiddleware):
    """Ignore session keys we cannot have issued: PostgreSQL refuses to look some of them up.

    A session may get another key in one tab while a request of another tab is under way (staff/membership_views.py).
    Such a request is answered as usual, and the cookie of the new key is left alone.
    """

    def process_request(self, request: HttpRequest) -> None:
        if not _KEY.fullmatch(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        session = request.session
        if session.is_empty() and not session.modified:
            if session.accessed:
                patch_vary_headers(response, ("Cookie",))
            return response
        try:
            return super().process_response(request, response)
        except SessionInterrupted:
            return response


class SessionLimits:
    """Sign out `SESSION_IDLE_SECONDS` after a person's last request, and `SESSION_COOKIE_AGE` after signing in.

    Polling requests (`X-Poll`, beside each `hx-trigger="every …"`) do not count: an open page would keep an abandoned
    desk signed in for ever.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            if self._is_over(request, now):
                logout(request)
            elif self._is_to_be_noted(request, now):
                if STARTED in request.session:
                    request.session[SEEN] = now
                else:
                    begin_session(request)
        return self.get_response(request)

    def _is_to_be_noted(self, request: HttpRequest, now: int) -> bool:
        """Whether the request counts; the first one always, or a session of polls would have no start."""
        if STARTED not in request.session:
            return True
        return "X-Poll" not in request.headers and now - request.session.get(SEEN, 0) >= SEEN_STEP

    def _is_over(self, request: HttpRequest, now: int) -> bool:
        seen = request.session.get(SEEN, now)
        started = request.session.get(STARTED, now)
        return bool(now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_COOKIE_AGE)


class BodyLimit:
    """Check the declared length before the body is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return render(request, "413.html", status=413) if self._is_too_long(request) else self.get_response(request)

    def _is_too_long(self, request: HttpRequest) -> bool:
        """The address is looked up only for a body that few addresses take."""
        length = _declared_length(request)
        return length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE and length > _most_from(request.user, request)


def largest_body(environ: dict[str, Any]) -> int:
    """The limit for a request whose body has not been read (`config.gateway`)."""
    close_old_connections()
    request = WSGIRequest({**environ, "wsgi.input": BytesIO()})
    Sessions(lambda _: HttpResponse()).process_request(request)
    return _most_from(person_of_session(request), request)


def _most_from(sender: AbstractBaseUser | AnonymousUser, request: HttpRequest) -> int:
    if _link_takes_files(request):
        return settings.LARGEST_UPLOAD
    permission = _permission_for_files(request.path_info)
    takes = permission and isinstance(sender, Person) and may(sender, permission)
    return settings.LARGEST_UPLOAD if takes else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _link_takes_files(request: HttpRequest) -> bool:
    """Whether a valid link of a letter brings files, which needs no signing in, from the browser that has answered."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    return match.view_name == LINK and takes_files(match.kwargs["token"], request.COOKIES.get(LINK_COOKIE, ""))


def _permission_for_files(path: str) -> str:
    """The permission to send files to this URL; "" if it takes none."""
    try:
        return UPLOADS.get(resolve(path).view_name, "")
    except Resolver404:
        return ""


def _declared_length(request: HttpRequest) -> int:
    """Content-Length, which Django trusts as well: it reads this many bytes, and none if the header is missing."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


class PrivatePages:
    """Forbid caching of signed-in pages; clear browser storage on sign-out.

    Unsaved drafts in storage survive an expired session, because their author comes back.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store"
        if was_signed_in and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"storage"'
        return response


class ActionsAreNoPages:
    """Redirect GETs of action URLs to the page with the button: after a refused form that URL is in the browser's
    bar."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or not request.accepts("text/html"):
            return response
        if request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
            return redirect(page_above(request.path))
        page = render(request, "405.html", {"back": page_above(request.path)}, status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page

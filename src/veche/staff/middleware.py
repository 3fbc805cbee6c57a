"""Enforce the sign-in policy."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, logout
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django_htmx.http import HttpResponseClientRedirect

from veche.staff.back_links import page_before
from veche.staff.demo_access import may_open_demo
from veche.staff.domain.memberships import sign_in_of
from veche.staff.models import Person
from veche.staff.session_store import WORKS_AS, SessionStore, second_factors

type GetResponse = Callable[[HttpRequest], HttpResponse]

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TOO_LONG = "Вы долго не заходили, и кнопка не сработала. Войдите и нажмите её ещё раз. Сохранённое цело."

# Marks a session that was opened by a button of the demo city: without password and second factor.
DEMO_SESSION = "demo"
# Pages of the sign-in library: about the row that signs in, whoever it works as.
OF_THE_LIBRARY = ("account_", "mfa_")
# All that a person may reach who has yet to set the second factor up.
SETTING_UP = frozenset(
    {
        "staff:second_factor",
        "staff:sign_out_everywhere",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_logout",
    }
)


class SignedIn(AuthenticationMiddleware):
    """Take the person from the session's row, read in one query; unusual sessions are left to Django."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = cast("Any", SimpleLazyObject(lambda: person_of_session(request)))


def person_of_session(request: HttpRequest) -> Person | AnonymousUser:
    """The person as whom the session's owner works."""
    return _read_with_session(request) or _left_to_django(request)


def _read_with_session(request: HttpRequest) -> Person | None:
    """The person if the session is theirs, by our backend, since their last password change; else None."""
    session = cast("SessionStore", request.session)
    pk, hash_ = session.get(SESSION_KEY), session.get(HASH_SESSION_KEY) or ""
    person = session.row.person if session.row else None
    if person is None or not person.is_active or str(sign_in_of(person).pk) != pk:
        return None
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    return person if constant_time_compare(hash_, sign_in_of(person).get_session_auth_hash()) else None


def _left_to_django(request: HttpRequest) -> Person | AnonymousUser:
    """Django knows the row that signed in, never as whom it works: another row of the person is not taken instead."""
    signed_in = get_user(request)
    works_as = request.session.get(WORKS_AS)
    if works_as is None or not isinstance(signed_in, Person):
        return signed_in
    person: Person | None = signed_in.memberships.filter(pk=works_as, is_active=True).first()
    return person or AnonymousUser()


class SignInRequired(LoginRequiredMiddleware):
    """Redirect to sign-in; for a part of a page make the whole page leave.

    After a POST with an expired session the person returns to the page with the button.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> Any:
        pressed = request.method not in SAFE
        if pressed:
            messages.warning(request, TOO_LONG)
        htmx: Any = getattr(request, "htmx", None)
        if htmx:
            return HttpResponseClientRedirect(redirect_to_login(_page_of(htmx)).url)
        if pressed:
            return redirect_to_login(page_before(request))
        return super().handle_no_permission(request, view_func)


def _page_of(htmx: Any) -> str:
    """The page in a header that the browser sets, so it may be invalid."""
    try:
        return htmx.current_url_abs_path or "/"
    except ValueError:
        return "/"


class HoursOfTheCity:
    """Activate the time zone of the person's administration."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(request.user.administration.time_zone):
            return self.get_response(request)


class SecondFactorMiddleware:
    """Require a second factor, used in this session. Placed after SignInRequired.

    People without one are sent to set it up. A session older than the person's second factor is over.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and _is_demo(request) and not may_open_demo(request):
            logout(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        person = request.user
        if isinstance(person, Person) and _name(request).startswith(OF_THE_LIBRARY):
            request.works_as, request.user = person, sign_in_of(person)  # type: ignore[attr-defined]
        if not person.is_authenticated or not getattr(view, "login_required", True) or _is_demo(request):
            return None
        if _has_second_factor(request, person):
            return None if _used_second_factor(request) else self._start_over(request)
        if _name(request) not in SETTING_UP:
            return _lead(request, "staff:second_factor")
        return None

    def _start_over(self, request: HttpRequest) -> HttpResponse | None:
        if _name(request) == "account_logout":
            return None
        logout(request)
        messages.warning(request, "С тех пор у вас появился второй шаг входа. Войдите заново.")
        return _lead(request, settings.LOGIN_URL)


def _has_second_factor(request: HttpRequest, person: Person | AnonymousUser) -> bool:
    """Whether the person has a second factor, as read with the session at the beginning of the request."""
    row = cast("SessionStore", request.session).row
    if row is not None and row.person_id == person.pk:
        return bool(row.has_second_factor)  # type: ignore[attr-defined] # annotated
    return bool(second_factors(sign_in_of(cast("Person", person))).exists())


def _used_second_factor(request: HttpRequest) -> bool:
    signed_in = sign_in_of(cast("Person", request.user))
    return any(step["method"] == "mfa" for step in get_authentication_records(request, signed_in))


def _is_demo(request: HttpRequest) -> bool:
    return bool(request.session.get(DEMO_SESSION))


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _lead(request: HttpRequest, where: str) -> HttpResponse:
    answer = redirect(where)
    return HttpResponseClientRedirect(answer.url) if getattr(request, "htmx", False) else answer

"""Nobody works past the sign-in policy."""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRedirect

from veche.staff.demo_access import may_open_demo
from veche.staff.domain.sign_in import second_factors
from veche.staff.way_back import page_before

type GetResponse = Callable[[HttpRequest], HttpResponse]

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TOO_LONG = gettext_lazy("Вы долго не заходили, и кнопка не сработала. Войдите и нажмите её ещё раз. Сохранённое цело.")

# Marks a session that was opened by a button of the demo city: without password and second factor.
DEMO_SESSION = "demo"
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


class SignInRequired(LoginRequiredMiddleware):
    """To a part of a page the answer is to leave that page: the sign-in form would be drawn in its corner.

    Who pressed a button after their session had ended is led back to the page with that button.
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
    """The browser names it, so it may be nonsense."""
    try:
        return htmx.current_url_abs_path or "/"
    except ValueError:
        return "/"


class HoursOfTheCity:
    """Who has signed in reads every hour by the clock of their own administration, whatever zone the setting holds."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(request.user.administration.time_zone):
            return self.get_response(request)


class SecondFactorMiddleware:
    """Stands after SignInRequired.

    Everybody must have a second factor and must have used it in this very session; who has none yet is led to the page
    where it is set up. A session that is older than the person's second factor is over.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and _is_demo(request) and not may_open_demo(request):
            logout(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        person = request.user
        if not person.is_authenticated or not getattr(view, "login_required", True) or _is_demo(request):
            return None
        if second_factors(person).exists():
            return None if _used_second_factor(request) else self._start_over(request)
        if _name(request) not in SETTING_UP:
            return _lead(request, "staff:second_factor")
        return None

    def _start_over(self, request: HttpRequest) -> HttpResponse | None:
        if _name(request) == "account_logout":
            return None
        logout(request)
        messages.warning(request, _("С тех пор у вас появился второй шаг входа. Войдите заново."))
        return _lead(request, settings.LOGIN_URL)


def _used_second_factor(request: HttpRequest) -> bool:
    return any(step["method"] == "mfa" for step in get_authentication_records(request, request.user))


def _is_demo(request: HttpRequest) -> bool:
    return bool(request.session.get(DEMO_SESSION))


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _lead(request: HttpRequest, where: str) -> HttpResponse:
    answer = redirect(where)
    return HttpResponseClientRedirect(answer.url) if getattr(request, "htmx", False) else answer

"""Pages for people not signed in: invitations, and the demo's buttons."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.staff.audit import go_on_where_last
from veche.staff.demo_access import may_open_demo
from veche.staff.devices import remember_device
from veche.staff.domain import invite
from veche.staff.domain.demo import SEVERAL, demo_doors, is_training_city, person_behind
from veche.staff.domain.memberships import sign_in_of
from veche.staff.domain.sign_in import note_signed_in
from veche.staff.errors import InviteSpent, SignsInAlready
from veche.staff.forms import NewPasswordForm
from veche.staff.middleware import DEMO_SESSION
from veche.staff.models import Person
from veche.staff.session_store import begin_session, work_as

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def accept_invite(request: HttpRequest, secret: str) -> HttpResponse:
    invited = invite.invited_by_secret(secret)
    if invited is None:
        return _spent(request)
    if isinstance(request.user, Person) and sign_in_of(request.user) == sign_in_of(invited):
        return redirect("staff:administrations")
    form = NewPasswordForm(request.POST or None, person=invited)
    if request.method == "POST" and form.is_valid():
        try:
            person = invite.accept_invite(secret=secret, password=form.cleaned_data["password"])
        except InviteSpent:
            return _spent(request)
        except SignsInAlready as error:
            form.add_error(None, str(error))
        else:
            remember_device(request, person)
            messages.success(request, "Пароль сохранён. Войдите с ним.")
            return redirect("account_login")
    return render(request, "staff/accept_invite.html", {"form": form, "invited": invited})


@login_not_required
@require_GET
def demo(request: HttpRequest) -> HttpResponse:
    _only_in_the_demo(request)
    return render(request, "staff/demo.html", {"doors": demo_doors()})


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest, door: str) -> HttpResponse:
    _only_in_the_demo(request)
    person = person_behind(door)
    if person is None:
        raise Http404
    login(request, sign_in_of(person), backend=BACKEND)
    request.session[DEMO_SESSION] = True
    note_signed_in(person, ["demo"])
    if door == SEVERAL:
        go_on_where_last(request, person)
    else:
        work_as(request.session, person)
    begin_session(request)
    return redirect(settings.LOGIN_REDIRECT_URL)


def _only_in_the_demo(request: HttpRequest) -> None:
    """Raise outside the demo, in addition to its URL configuration."""
    if not may_open_demo(request) or not is_training_city():
        raise Http404


def _spent(request: HttpRequest) -> HttpResponse:
    return render(request, "staff/invite_spent.html", {"why": str(InviteSpent())}, status=410)

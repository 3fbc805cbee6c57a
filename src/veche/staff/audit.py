"""Record sign-in events of allauth and Django in the journal, by their signals."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, password_reset, password_set, user_logged_in
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib import messages
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from veche.staff.devices import remember_device
from veche.staff.domain.memberships import note_entrance, worked_last
from veche.staff.domain.second_step import note_wrong_code
from veche.staff.domain.sessions import forget_sessions_everywhere
from veche.staff.domain.sign_in import (
    CODES_MADE,
    had_recovery_codes,
    note,
    note_signed_in,
    note_wrong_password,
    person_by_email,
)
from veche.staff.models import Person
from veche.staff.session_store import begin_session, work_as


def listen() -> None:
    user_logged_in.connect(_signed_in)
    user_login_failed.connect(_sign_in_failed)
    authentication_failed.connect(_second_factor_failed)
    authenticator_added.connect(_second_factor_added)
    authenticator_removed.connect(_second_factor_removed)
    authenticator_reset.connect(_recovery_codes_made)
    password_reset.connect(_password_reset)
    for changed in (password_changed, password_reset, password_set):
        changed.connect(_password_changed)


def _signed_in(request: HttpRequest, user: Person, **_: Any) -> None:
    steps = [record.get("type") or record["method"] for record in get_authentication_records(request, user)]
    note_signed_in(user, steps)
    go_on_where_last(request, user)
    begin_session(request)
    remember_device(request, user)


def go_on_where_last(request: HttpRequest, user: Person) -> None:
    """Open the administration in which the person worked last."""
    person = worked_last(user)
    if person.pk != user.pk:
        work_as(request.session, person)
        note_entrance(person)


def _sign_in_failed(credentials: dict[str, Any], **_: Any) -> None:
    """Record it, if the address is known; otherwise rate limits suffice."""
    if person := person_by_email(str(credentials.get("email") or "")):
        note_wrong_password(person)


def _second_factor_failed(user: Person, authenticator: Any, **_: Any) -> None:
    note_wrong_code(user, authenticator.type)


def _second_factor_added(request: HttpRequest, user: Person, authenticator: Any, **_: Any) -> None:
    if authenticator.type == "recovery_codes":
        return _recovery_codes_made(request, user)
    # Whoever just set a factor up has shown it: this session has used it (see middleware.py).
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    return note(user, "staff.second_factor_added", {"type": authenticator.type})


def _second_factor_removed(user: Person, authenticator: Any, **_: Any) -> None:
    note(user, "staff.second_factor_removed", {"type": authenticator.type})


def _recovery_codes_made(request: HttpRequest, user: Person, **_: Any) -> None:
    earlier = had_recovery_codes(user)
    note(user, CODES_MADE)
    first, again = (
        "Запасные коды готовы: напечатайте их",
        "Новые запасные коды готовы, прежние не действуют",
    )
    messages.success(request, again if earlier else first)


def _password_changed(request: HttpRequest, user: Person, **_: Any) -> None:
    """Remove the sessions of the former password from the list."""
    forget_sessions_everywhere(user, but=[request.session.session_key or ""])
    note(user, "staff.password_changed")


def _password_reset(request: HttpRequest, user: Person, **_: Any) -> None:
    """Remember this browser: its user reads the person's mail."""
    remember_device(request, user)

"""IT alone gives nobody access to an account that publishes or confirms roles."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from tests.midday import TODAY, midday  # noqa: F401 -- the fixture
from tests.people import client_of
from veche.journal.models import Entry
from veche.staff.domain.appoint import appoint, relieve
from veche.staff.domain.deputise import appoint_deputy
from veche.staff.domain.grants import FRESH
from veche.staff.enums import Role
from veche.staff.models import Appointment, Grant, Person

pytestmark = pytest.mark.django_db


def has_the_role(ivan: Person, carol: Person, dave: Person) -> Person:
    return carol


def waits_for_the_role(ivan: Person, carol: Person, dave: Person) -> Person:
    appoint(by=ivan, person=dave, role=Role.PRESS_OFFICER, since=TODAY)
    return dave


def stands_in(ivan: Person, carol: Person, dave: Person) -> Person:
    appoint_deputy(by=carol, absent=carol, stand_in=dave, role=Role.PRESS_HEAD, since=TODAY, until=TODAY)
    return dave


@pytest.mark.parametrize("person", [has_the_role, waits_for_the_role, stands_in])
def test_a_second_step_is_reset_only_when_it_is_confirmed(
    ivan: Person, carol: Person, helen: Person, dave: Person, person: Callable[[Person, Person, Person], Person]
) -> None:
    whose = person(ivan, carol, dave)
    keeper = client_of(ivan)

    answer = keeper.post(reverse("staff:reset_second_factor", args=[whose.pk]), follow=True).content.decode()
    again = keeper.post(reverse("staff:reset_second_factor", args=[whose.pk]), follow=True).content.decode()

    assert ("Сброс ждёт: его подтвердит Глава" in answer, "уже ждёт подтверждения" in again) == (True, True)
    asked = Grant.objects.get(second_step=True)
    confirm = reverse("staff:confirm_grant", args=[asked.pk])
    assert (keeper.post(confirm).status_code, client_of(whose).post(confirm).status_code) == (403, 403)
    assert Authenticator.objects.filter(user=whose).exists()
    assert f"{whose}: сбросить второй шаг входа" in str(asked)

    page = client_of(helen).get(reverse("staff:waiting")).content.decode()
    assert "терял ли он телефон" in page
    client_of(helen).post(confirm)

    assert not Authenticator.objects.filter(user=whose).exists()
    told = Entry.objects.of(ivan.administration).filter(verb__contains="reset").order_by("number")
    assert [(entry.verb, entry.actor_id) for entry in told] == [
        ("staff.reset_asked", ivan.pk),
        ("staff.second_factor_reset", helen.pk),
    ]


def test_a_reset_between_two_roles_is_told_to_whoever_confirms(ivan: Person, carol: Person, helen: Person) -> None:
    """IT removes the role, resets the second factor, which then needs no confirmation, and gives the role again."""
    keeper = client_of(ivan)
    relieve(by=ivan, appointment=Appointment.objects.get(person=carol))
    keeper.post(reverse("staff:reset_second_factor", args=[carol.pk]))
    assert not Authenticator.objects.filter(user=carol).exists()
    appoint(by=ivan, person=carol, role=Role.PRESS_HEAD, since=TODAY)

    page = client_of(helen).get(reverse("staff:waiting")).content.decode()

    reset = localtime(Entry.objects.get(verb="staff.second_factor_reset").at)
    assert f"второй шаг входа сброшен {date_format(reset, 'j E, H:i')}" in page

    Grant.objects.update(asked_at=reset + FRESH + timedelta(days=1))
    assert "второй шаг входа сброшен" not in client_of(helen).get(reverse("staff:waiting")).content.decode()


def test_a_refused_reset_changes_nothing(ivan: Person, carol: Person, helen: Person) -> None:
    client_of(ivan).post(reverse("staff:reset_second_factor", args=[carol.pk]))

    client_of(helen).post(reverse("staff:refuse_grant", args=[Grant.objects.get().pk]))

    assert (Grant.objects.count(), Authenticator.objects.filter(user=carol).exists()) == (0, True)
    assert Entry.objects.of(ivan.administration).latest("number").verb == "staff.reset_refused"


def test_where_nobody_can_confirm_it_the_server_does(ivan: Person, helen: Person) -> None:
    client_of(ivan).post(reverse("staff:reset_second_factor", args=[helen.pk]))
    assert "veche manage confirm_role" in client_of(ivan).get(reverse("staff:waiting")).content.decode()

    out = StringIO()
    call_command("confirm_role", str(Grant.objects.get().pk), stdout=out)

    assert out.getvalue() == f"Подтверждено: {helen}: сбросить второй шаг входа.\n"
    assert not Authenticator.objects.filter(user=helen).exists()


def test_nobody_changes_the_address_to_which_links_go(ivan: Person, carol: Person) -> None:
    """A new password and an invitation go to the address of the invitation."""
    for name in ("department", "appoint", "appoint_deputy"):
        client_of(ivan).post(reverse(f"staff:{name}", args=[carol.pk]), {"email": "it@example.test"})

    assert Person.objects.get(pk=carol.pk).email == carol.email
    with pytest.raises(NoReverseMatch):
        reverse("account_email")

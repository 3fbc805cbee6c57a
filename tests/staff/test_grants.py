"""IT alone gives nobody a role that publishes or that confirms such roles."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.midday import TODAY, midday  # noqa: F401 -- the fixture
from tests.people import appoint as has_role
from tests.people import client_of, make_person, stand_in
from veche.journal.models import Entry
from veche.staff.domain.appoint import appoint
from veche.staff.domain.confirm import confirm
from veche.staff.domain.deputise import appoint_deputy
from veche.staff.domain.dismiss import dismiss
from veche.staff.domain.invite import invite
from veche.staff.domain.roles import roles_of
from veche.staff.enums import Role
from veche.staff.errors import AlreadyAsked, GrantGone
from veche.staff.models import Administration, Appointment, Deputy, Grant, Person

pytestmark = pytest.mark.django_db
WAITING = "/people/waiting/"


def asked(ivan: Person, person: Person, role: Role = Role.PRESS_OFFICER) -> Grant:
    made = appoint(by=ivan, person=person, role=role, since=TODAY)
    assert isinstance(made, Grant)
    return made


def journal(city: Administration) -> list[tuple[str, int | None, dict[str, object]]]:
    entries = Entry.objects.of(city).filter(verb__contains="role") | Entry.objects.of(city).filter(
        verb__in=("staff.appointed", "staff.deputy_appointed")
    )
    return [(entry.verb, entry.actor_id, entry.facts) for entry in entries.order_by("number")]


@pytest.mark.parametrize("role", [Role.PRESS_OFFICER, Role.PRESS_HEAD, Role.HEAD])
def test_it_gives_itself_no_role_that_publishes_or_confirms(ivan: Person, helen: Person, role: Role):
    browser = client_of(ivan)

    answer = browser.post(reverse("staff:appoint", args=[ivan.pk]), {"role": role, "since": TODAY}, follow=True)

    assert "Роль ждёт: её подтвердит Глава или начальник пресс-службы, обоим придёт письмо." in answer.content.decode()
    assert roles_of(Person.objects.get(pk=ivan.pk)) == {Role.IT}
    assert browser.post(reverse("staff:confirm_grant", args=[Grant.objects.get().pk])).status_code == 403
    assert journal(ivan.administration) == [("staff.role_asked", ivan.pk, {"role": role, "since": TODAY.isoformat()})]


def test_nor_by_an_invitation(ivan: Person):
    made = invite(by=ivan, administration=ivan.administration, email="n@b.test", display_name="n", role=Role.PRESS_HEAD)

    assert not Appointment.objects.filter(person=made.person).exists()
    assert Grant.objects.get(person=made.person).role == Role.PRESS_HEAD


def test_who_waits_for_a_role_is_told_so(ivan: Person):
    newcomer = make_person(ivan.administration)
    asked(ivan, newcomer)

    answer = client_of(newcomer).get("/")

    assert answer.status_code == 403
    assert "Роли у вас пока нет: её назначает отдел ИТ" in answer.content.decode()


def test_nor_by_a_deputy(ivan: Person, carol: Person):
    days: dict[str, Any] = {"since": TODAY, "until": TODAY + timedelta(days=7)}

    grant = appoint_deputy(by=ivan, absent=carol, stand_in=ivan, role=Role.PRESS_HEAD, **days)

    assert roles_of(ivan) == {Role.IT}
    assert isinstance(grant, Grant)
    confirm(by=carol, grant=grant)
    assert roles_of(ivan) == {Role.IT, Role.PRESS_HEAD}
    facts = {"role": "press_head", "absent": carol.pk, **{name: day.isoformat() for name, day in days.items()}}
    assert journal(ivan.administration) == [
        ("staff.role_asked", ivan.pk, facts),
        ("staff.deputy_appointed", carol.pk, facts | {"asked_by": ivan.pk}),
    ]


@pytest.mark.parametrize("role", [Role.HEAD, Role.PRESS_HEAD])
def test_whoever_deputises_is_not_called_to_confirm(ivan: Person, helen: Person, carol: Person, role: Role):
    deputy = make_person(ivan.administration)
    stand_in(deputy, {Role.HEAD: helen, Role.PRESS_HEAD: carol}[role], role)
    asked(ivan, make_person(ivan.administration))

    said = {one: "Ждут вашего подтверждения: 1." in client_of(one).get("/").content.decode() for one in (carol, deputy)}

    assert said == {carol: True, deputy: False}


@pytest.mark.parametrize("role", [Role.CURATOR, Role.IT, Role.AUDITOR])
def test_other_roles_are_given_at_once(ivan: Person, dave: Person, role: Role):
    person = make_person(ivan.administration)
    department = dave.department

    appoint(by=ivan, person=person, role=role, since=TODAY, department=department)

    assert roles_of(person) == {role}


def test_who_confirms_such_roles_gives_them(ivan: Person):
    """In a small town IT is the head of press too."""
    has_role(ivan, Role.PRESS_HEAD)
    person = make_person(ivan.administration)

    appoint(by=ivan, person=person, role=Role.PRESS_OFFICER, since=TODAY)

    assert roles_of(person) == {Role.PRESS_OFFICER}


@pytest.mark.parametrize("who", ["helen", "carol"])
def test_the_head_or_the_head_of_press_confirms(ivan: Person, dave: Person, who: str, request: pytest.FixtureRequest):
    decides: Person = request.getfixturevalue(who)
    grant = asked(ivan, dave)
    browser = client_of(decides)
    assert "Ждут вашего подтверждения: 1." in browser.get("/").content.decode()

    answer = browser.post(reverse("staff:confirm_grant", args=[grant.pk]), follow=True)

    assert "Подтверждено: dave: специалист пресс-службы." in answer.content.decode()
    assert roles_of(Person.objects.get(pk=dave.pk)) == {Role.CURATOR, Role.PRESS_OFFICER}
    assert journal(ivan.administration)[1:] == [
        (
            "staff.appointed",
            decides.pk,
            {"role": "press_officer", "since": TODAY.isoformat(), "until": None, "asked_by": ivan.pk},
        )
    ]
    assert "Ждут вашего" not in browser.get("/").content.decode()


def test_a_deputy_of_the_head_of_press_confirms_nothing(ivan: Person, carol: Person, dave: Person):
    Deputy.objects.create(
        administration=carol.administration, absent=carol, stand_in=dave, role="press_head", since=TODAY, until=TODAY
    )
    grant = asked(ivan, make_person(ivan.administration))

    assert client_of(dave).post(reverse("staff:confirm_grant", args=[grant.pk])).status_code == 403


def test_nobody_confirms_their_own(ivan: Person, carol: Person):
    grant = asked(ivan, carol, Role.HEAD)
    browser = client_of(carol)

    assert browser.post(reverse("staff:confirm_grant", args=[grant.pk])).status_code == 403
    assert "Здесь подтвердить некому." in browser.get(WAITING).content.decode()


ENDS: dict[str, tuple[str, str]] = {"refuse": ("helen", "role_refused"), "give_up": ("ivan", "role_given_up")}


@pytest.mark.parametrize("end", ENDS)
def test_it_is_refused_or_given_up(ivan: Person, helen: Person, dave: Person, end: str):
    grant, (who, verb) = asked(ivan, dave), ENDS[end]
    person = {"ivan": ivan, "helen": helen}[who]

    client_of(person).post(reverse(f"staff:{end}_grant", args=[grant.pk]))

    assert (Grant.objects.exists(), roles_of(Person.objects.get(pk=dave.pk))) == (False, frozenset({Role.CURATOR}))
    assert journal(ivan.administration)[1:] == [
        (f"staff.{verb}", person.pk, {"role": "press_officer", "since": TODAY.isoformat()})
    ]


def test_of_two_who_decide_the_second_is_told(ivan: Person, carol: Person, helen: Person, dave: Person):
    grant = asked(ivan, dave)
    confirm(by=carol, grant=Grant.objects.get(pk=grant.pk))

    with pytest.raises(GrantGone):
        confirm(by=helen, grant=grant)


def test_nothing_is_asked_twice(ivan: Person, dave: Person):
    asked(ivan, dave)

    with pytest.raises(AlreadyAsked):
        appoint(by=ivan, person=dave, role=Role.PRESS_OFFICER, since=TODAY)


def test_what_waits_goes_with_the_person(ivan: Person, dave: Person):
    asked(ivan, dave)

    dismiss(by=ivan, person=dave)

    assert not Grant.objects.exists()


def test_who_signed_in_long_ago_is_asked_who_it_is(ivan: Person, helen: Person, dave: Person):
    grant, browser = asked(ivan, dave), client_of(helen)
    session = browser.session
    for step in session["account_authentication_methods"]:
        step["at"] -= 3600
    session.save()

    answer = browser.post(reverse("staff:confirm_grant", args=[grant.pk]))

    assert answer.headers["Location"] == "/me/2fa/reauthenticate/?next=%2Fpeople%2Fwaiting%2F"
    assert Grant.objects.filter(pk=grant.pk).exists()


def test_the_server_confirms_where_nobody_can(ivan: Person, dave: Person):
    grant, said = asked(ivan, dave), StringIO()
    assert "veche manage confirm_role" in client_of(ivan).get(WAITING).content.decode()

    call_command("confirm_role", stdout=said)
    call_command("confirm_role", str(grant.pk), stdout=said)

    listed, done = said.getvalue().splitlines()
    assert listed.startswith(f"{grant.pk}: dave: специалист пресс-службы (")
    assert done == "Подтверждено: dave: специалист пресс-службы."
    assert journal(ivan.administration)[1][:2] == ("staff.appointed", None)
    with pytest.raises(CommandError):
        call_command("confirm_role", str(grant.pk))


@pytest.mark.parametrize("path", ["/people/", WAITING])
def test_the_list_shows_what_waits_at_the_same_cost(
    ivan: Person, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
):
    browser: Client = client_of(ivan)
    asked(ivan, make_person(ivan.administration))
    with django_assert_max_num_queries(40) as few:
        page = browser.get(path).content.decode()
    for _ in range(4):
        asked(ivan, make_person(ivan.administration))

    with django_assert_max_num_queries(len(few)):
        browser.get(path)
    assert "подтверждения" in page


def test_where_nobody_can_confirm_the_page_names_the_command(ivan: Person):
    words = {"display_name": "Начальник", "email": "first@example.test", "role": "press_head"}

    page = client_of(ivan).post(reverse("staff:invite"), words).content.decode()

    assert f"<code>veche manage confirm_role {Grant.objects.get().pk}</code>" in page
    assert "подтвердит Глава" not in page

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.urls import reverse

from tests.approval.routes import route, sheet_about, steps
from tests.midday import TODAY, midday  # noqa: F401 -- the fixture
from tests.people import client_of, make_person
from tests.publishing.test_editor import page_of
from veche.approval.domain.decide import decide
from veche.approval.enums import Verdict
from veche.journal.models import Entry
from veche.staff.access import may
from veche.staff.domain.appoint import appoint, relieve
from veche.staff.domain.confirm import confirm
from veche.staff.domain.deputise import appoint_deputy, end_deputy
from veche.staff.domain.roles import forget_roles, roles_of
from veche.staff.enums import Role
from veche.staff.errors import (
    AlreadyAppointed,
    CannotBeLent,
    DatesTurned,
    HasNoSuchRole,
    InThePast,
    LastKeeper,
    NoOrder,
    NotHere,
    SamePerson,
)
from veche.staff.models import Appointment, Deputy, Grant, Person

WEEK = timedelta(days=7)


def name_deputy(by: Person, absent: Person, person: Person, role: Role = Role.PRESS_HEAD, **dates: date) -> Deputy:
    days: dict[str, Any] = {"since": TODAY, "until": TODAY + WEEK} | dates
    made = appoint_deputy(by=by, absent=absent, stand_in=person, role=role, **days)
    assert isinstance(made, Deputy)
    return made


def test_a_deputy_acts_and_the_journal_tells_of_it(carol: Person, dave: Person):
    name_deputy(carol, carol, dave)

    entry = Entry.objects.of(carol.administration).get()
    assert roles_of(dave) == {Role.CURATOR, Role.PRESS_HEAD}
    assert entry.verb == "staff.deputy_appointed"
    assert entry.actor_id == carol.pk
    assert entry.object_id == str(dave.pk)
    assert entry.facts == {
        "absent": carol.pk,
        "role": "press_head",
        "since": TODAY.isoformat(),
        "until": (TODAY + WEEK).isoformat(),
    }


def test_the_deputy_stops_when_the_head_is_back(carol: Person, dave: Person):
    deputy = name_deputy(carol, carol, dave, since=TODAY - WEEK)

    end_deputy(by=carol, deputy=deputy)

    deputy.refresh_from_db()
    assert roles_of(dave) == {Role.CURATOR}
    assert deputy.until == TODAY - timedelta(days=1)


def test_a_deputy_who_never_began_leaves_no_row(carol: Person, dave: Person):
    deputy = name_deputy(carol, carol, dave, since=TODAY + WEEK, until=TODAY + 2 * WEEK)

    end_deputy(by=carol, deputy=deputy)

    assert not Deputy.objects.of(carol.administration).exists()
    assert [entry.verb for entry in Entry.objects.order_by("number")] == [
        "staff.deputy_appointed",
        "staff.deputy_ended",
    ]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"until": TODAY - WEEK}, DatesTurned),
        ({"since": TODAY - 2 * WEEK, "until": TODAY - WEEK}, InThePast),
        ({"role": Role.IT}, CannotBeLent),
        ({"role": Role.AUDITOR}, CannotBeLent),
        ({"role": Role.CURATOR}, HasNoSuchRole),
    ],
)
def test_what_makes_no_sense_changes_nothing(carol: Person, dave: Person, change: dict, error: type):
    with pytest.raises(error):
        name_deputy(carol, carol, dave, **change)

    assert (Deputy.objects.count(), Entry.objects.count()) == (0, 0)


def test_nobody_stands_in_for_themselves(carol: Person):
    with pytest.raises(SamePerson):
        name_deputy(carol, carol, carol)


def test_nobody_of_another_administration_stands_in(carol: Person, mallory: Person):
    with pytest.raises(NotHere):
        name_deputy(carol, carol, mallory)


def test_a_dismissed_person_does_not_stand_in(carol: Person, dave: Person):
    dave.is_active = False

    with pytest.raises(NotHere):
        name_deputy(carol, carol, dave)


def test_what_was_lent_is_not_lent_on(carol: Person, dave: Person, erin: Person):
    name_deputy(carol, carol, dave)

    with pytest.raises(HasNoSuchRole):
        name_deputy(dave, dave, erin)


def test_the_same_days_are_not_given_twice(carol: Person, dave: Person):
    name_deputy(carol, carol, dave)

    with pytest.raises(AlreadyAppointed):
        name_deputy(carol, carol, dave, since=TODAY + WEEK, until=TODAY + 2 * WEEK)


def test_the_form_names_the_deputy(carol: Person, dave: Person):
    answer = client_of(carol).post(
        reverse("staff:appoint_deputy", args=[carol.pk]),
        {"stand_in": dave.pk, "role": "press_head", "since": TODAY.isoformat(), "until": TODAY.isoformat()},
    )

    assert answer.headers["Location"] == reverse("staff:person", args=[carol.pk])
    assert roles_of(dave) == {Role.CURATOR, Role.PRESS_HEAD}


def test_the_form_offers_nobody_from_outside(carol: Person, mallory: Person):
    answer = client_of(carol).post(
        reverse("staff:appoint_deputy", args=[carol.pk]),
        {"stand_in": mallory.pk, "role": "press_head", "since": TODAY.isoformat(), "until": TODAY.isoformat()},
    )

    assert list(answer.context["form"].errors) == ["stand_in"]
    assert not Deputy.objects.exists()


def test_a_role_is_given_and_taken(ivan: Person, alice: Person):
    appointment = appoint(by=ivan, person=alice, role=Role.AUDITOR, since=TODAY)
    given = roles_of(alice)
    assert isinstance(appointment, Appointment)

    relieve(by=ivan, appointment=appointment)

    assert given == {Role.PRESS_OFFICER, Role.AUDITOR}
    assert roles_of(alice) == {Role.PRESS_OFFICER}
    assert [(entry.verb, entry.facts["role"]) for entry in Entry.objects.order_by("number")] == [
        ("staff.appointed", "auditor"),
        ("staff.relieved", "auditor"),
    ]


def test_a_role_of_long_standing_ends_yesterday(ivan: Person, alice: Person):
    appointment = Appointment.objects.get(person=alice)

    relieve(by=ivan, appointment=appointment)

    appointment.refresh_from_db()
    assert appointment.until == TODAY - timedelta(days=1)
    assert roles_of(alice) == frozenset()


@pytest.mark.parametrize(("since", "until"), [(TODAY, None), (TODAY + WEEK, TODAY + WEEK)])
def test_a_role_is_not_given_twice(ivan: Person, alice: Person, since: date, until: date | None):
    with pytest.raises(AlreadyAppointed):
        appoint(by=ivan, person=alice, role=Role.PRESS_OFFICER, since=since, until=until)


def test_turned_dates_are_refused(ivan: Person, alice: Person):
    with pytest.raises(DatesTurned):
        appoint(by=ivan, person=alice, role=Role.HEAD, since=TODAY, until=TODAY - WEEK)


def test_the_last_keeper_keeps_the_role(ivan: Person):
    with pytest.raises(LastKeeper):
        relieve(by=ivan, appointment=Appointment.objects.get(person=ivan))

    assert roles_of(ivan) == {Role.IT}


def test_one_of_two_keepers_may_go(ivan: Person):
    make_person(ivan.administration, Role.IT)

    relieve(by=ivan, appointment=Appointment.objects.get(person=ivan))

    assert roles_of(ivan) == frozenset()


def test_a_deputy_lends_nothing_on(carol: Person, alice: Person, bob: Person):
    """Neither to somebody else nor to themselves for longer: the head or the IT department names deputies."""
    name_deputy(carol, carol, alice)
    until = (TODAY + 52 * WEEK).isoformat()
    longer = {"role": "press_head", "since": TODAY.isoformat(), "until": until}

    answers = [
        client_of(alice).post(reverse("staff:appoint_deputy", args=[carol.pk]), longer | {"stand_in": person.pk})
        for person in (alice, bob)
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert Deputy.objects.of(carol.administration).count() == 1


def test_the_form_is_in_russian(carol: Person):
    page = client_of(carol).get(reverse("staff:appoint_deputy", args=[carol.pk])).content.decode()

    assert ("Select an option" in page, ">выберите<" in page) == (False, True)


ORDER = "№ 45-р от 20.11.2026"


def acting_head(by: Person, helen: Person, person: Person, basis: str = ORDER) -> Deputy | Grant:
    days = {"since": TODAY, "until": TODAY + WEEK}
    return appoint_deputy(by=by, absent=helen, stand_in=person, role=Role.HEAD, basis=basis, **days)


def test_who_acts_for_the_head_waits_for_another_person(helen: Person, carol: Person, ivan: Person, dave: Person):
    with pytest.raises(NoOrder):
        acting_head(ivan, helen, dave, basis=" ")
    waits = acting_head(carol, helen, dave)  # the head of press alone does not decide who acts for the Head

    assert isinstance(waits, Grant)
    assert waits.basis == ORDER
    assert roles_of(dave) == {Role.CURATOR}
    assert (may(carol, "staff.confirm", waits), may(helen, "staff.confirm", waits)) == (False, True)
    confirm(by=helen, grant=waits)
    forget_roles(dave)
    assert roles_of(dave) == {Role.CURATOR, Role.HEAD}
    told = Entry.objects.of(helen.administration).get(verb="staff.deputy_appointed")
    assert (told.facts["absent"], told.facts["order"]) == (helen.pk, sha256(ORDER.encode()).hexdigest())


def test_who_acts_for_the_head_signs_in_their_place_and_confirms_nobody(
    helen: Person, carol: Person, alice: Person, dave: Person, ivan: Person
):
    acting_head(helen, helen, dave)
    route(helen.administration, (1, "head"))
    sheet = sheet_about(alice)
    decision = decide(step=steps(sheet)[0], by=dave, verdict=Verdict.YES)
    said = page_of(client_of(alice).get(reverse("approval:detail", args=[steps(sheet)[0].pk])))
    asked = appoint(by=ivan, person=alice, role=Role.PRESS_HEAD, since=TODAY)

    assert decision.acting_for == helen
    assert "и. о. Главы, замещает: helen" in said
    assert client_of(dave).get("/").templates[0].name == client_of(helen).get("/").templates[0].name
    assert (may(dave, "staff.confirm", asked), may(helen, "staff.confirm", asked)) == (False, True)

from datetime import date, timedelta

import pytest
from django.http import Http404
from pytest_django import DjangoAssertNumQueries

from tests.people import appoint, make_person, stand_in
from veche.kernel.clock import today
from veche.staff.access import authorise
from veche.staff.domain.roles import acting_for, people_with, roles_of
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

MAY = date(2026, 5, 1)
JUNE = date(2026, 6, 1)
DAY = timedelta(days=1)


def test_own_roles_hold_on_their_first_and_last_day(rubtsovsk: Administration):
    person = make_person(rubtsovsk)
    appoint(person, Role.AUDITOR, since=MAY, until=JUNE)

    days = {day: roles_of(person, on=day) for day in (MAY - DAY, MAY, JUNE, JUNE + DAY)}

    assert days == {
        MAY - DAY: frozenset(),
        MAY: {Role.AUDITOR},
        JUNE: {Role.AUDITOR},
        JUNE + DAY: frozenset(),
    }


def test_a_deputy_has_the_role_on_those_days_only(carol: Person, dave: Person):
    stand_in(dave, carol, Role.PRESS_HEAD, since=MAY, until=JUNE)

    days = {day: roles_of(dave, on=day) for day in (MAY - DAY, MAY, JUNE, JUNE + DAY)}

    assert days == {
        MAY - DAY: {Role.CURATOR},
        MAY: {Role.CURATOR, Role.PRESS_HEAD},
        JUNE: {Role.CURATOR, Role.PRESS_HEAD},
        JUNE + DAY: {Role.CURATOR},
    }
    assert roles_of(carol, on=MAY) == {Role.PRESS_HEAD}


def test_what_the_absent_person_lost_cannot_be_lent(rubtsovsk: Administration, dave: Person):
    former = make_person(rubtsovsk)
    appoint(former, Role.PRESS_HEAD, since=MAY, until=MAY)
    stand_in(dave, former, Role.PRESS_HEAD, since=MAY, until=JUNE)

    assert roles_of(dave, on=MAY) == {Role.CURATOR, Role.PRESS_HEAD}
    assert roles_of(dave, on=MAY + DAY) == {Role.CURATOR}


def test_a_dismissed_person_has_no_role(alice: Person):
    alice.is_active = False

    assert roles_of(alice) == frozenset()


def test_a_deputy_of_a_dismissed_person_has_nothing(carol: Person, dave: Person):
    stand_in(dave, carol, Role.PRESS_HEAD)
    Person.objects.filter(pk=carol.pk).update(is_active=False)

    assert roles_of(dave) == {Role.CURATOR}


def test_roles_cost_one_query_in_a_request(
    carol: Person, dave: Person, django_assert_num_queries: DjangoAssertNumQueries
):
    stand_in(dave, carol, Role.PRESS_HEAD)

    with django_assert_num_queries(1):
        first, second = roles_of(dave), roles_of(dave)

    assert first == second == {Role.CURATOR, Role.PRESS_HEAD}


def test_acting_for_names_the_absent_person(carol: Person, dave: Person, erin: Person):
    stand_in(dave, carol, Role.PRESS_HEAD, since=MAY, until=JUNE)

    assert acting_for(dave, Role.PRESS_HEAD, MAY) == carol
    assert acting_for(dave, Role.PRESS_HEAD, MAY - DAY) is None
    assert acting_for(dave, Role.CURATOR, MAY) is None
    assert acting_for(carol, Role.PRESS_HEAD, MAY) is None
    assert acting_for(erin, Role.PRESS_HEAD, MAY) is None


def test_people_with_a_role_include_deputies(rubtsovsk: Administration, carol: Person, dave: Person, erin: Person):
    stand_in(dave, carol, Role.PRESS_HEAD)

    found = people_with(Role.PRESS_HEAD, rubtsovsk.pk, on=today(rubtsovsk.time_zone))

    assert set(found) == {carol, dave}


PREDICATES = ("is_press_officer", "is_press_head", "is_curator", "is_it", "is_head", "is_auditor", "is_press")


@pytest.mark.parametrize(
    ("who", "agree"),
    [
        ("alice", {"is_press_officer", "is_press"}),
        ("carol", {"is_press_head", "is_press"}),
        ("dave", {"is_curator"}),
        ("ivan", {"is_it"}),
        ("helen", {"is_head"}),
        ("audrey", {"is_auditor"}),
    ],
)
def test_predicates_tell_the_roles_apart(who: str, agree: set[str], request: pytest.FixtureRequest):
    from veche.staff import rules

    person = request.getfixturevalue(who)

    assert {name for name in PREDICATES if getattr(rules, name).test(person)} == agree


def test_no_permission_reaches_into_another_administration(
    request: pytest.FixtureRequest, other_city: Administration, mallory: Person
):
    """Every permission refuses our people for an object of the other city."""
    from rules.permissions import permissions

    cast = [request.getfixturevalue(name) for name in ("alice", "carol", "dave", "ivan", "helen", "audrey")]

    crossing = {
        (name, person.display_name, type(thing).__name__)
        for name, rule in permissions.items()
        for person in cast
        for thing in (mallory, other_city)
        if rule.test(person, thing)
    }

    assert crossing == set()


def test_authorise_hides_what_belongs_to_others(ivan: Person, mallory: Person):
    with pytest.raises(Http404):
        authorise(ivan, "staff.dismiss", mallory)


def test_an_unknown_permission_is_a_mistake(ivan: Person):
    with pytest.raises(KeyError):
        authorise(ivan, "staff.fly")

"""Who answers a request today: the curators of its department, its person, and their substitutes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from veche.kernel import clock
from veche.requests.models import Request
from veche.staff.domain.roles import acting_people, forget_roles, positions_of, roles_of
from veche.staff.enums import Role
from veche.staff.models import Administration, Department, Person

_CACHE = "_duty_of_requests"


@dataclass(frozen=True, slots=True)
class Duty:
    """For whom somebody answers as a curator: for departments, and for people who were asked by name."""

    departments: frozenset[int]
    people: frozenset[int]

    @property
    def asked(self) -> Q:
        """Of requests: those that this person answers."""
        return Q(department__in=self.departments) | Q(person__in=self.people)


def duty_of(person: Person) -> Duty:
    """The duty of today. One query, cached on the person object, which lives for one request."""
    known: Duty | None = person.__dict__.get(_CACHE)
    if known is None:
        found = positions_of(person, Role.CURATOR, on=clock.today(person.administration.time_zone))
        known = Duty(
            departments=frozenset(department for _, department in found if department),
            people=frozenset(pk for pk, _ in found),
        )
        person.__dict__[_CACHE] = known
    return known


def forget_duty(person: Person) -> None:
    """Ask again: for verbs, which may run at the turn of a day."""
    person.__dict__.pop(_CACHE, None)
    forget_roles(person)


def is_asked(person: Person, request: Request) -> bool:
    if Role.CURATOR not in roles_of(person):
        return False
    duty = duty_of(person)
    return request.department_id in duty.departments or request.person_id in duty.people


def answering(request: Request) -> list[Person]:
    """Everybody who may answer today, by name. Two queries."""
    acting = _acting(request.administration)
    asked = (people for people in acting if _is_asked(people[0], request))
    return _by_name(person for people in asked for person in people)


def curators_by_department(city: Administration, departments: Sequence[Department]) -> dict[int, list[Person]]:
    """Who answers for each department today: its curators and their substitutes, by name. Two queries."""
    found: dict[int | None, list[Person]] = defaultdict(list)
    for people in _acting(city):
        found[people[0].department_id] += people
    return {one.pk: _by_name(found[one.pk]) for one in departments}


def _acting(city: Administration) -> Iterable[list[Person]]:
    """Of each curator: the curator, then the substitutes of today."""
    return acting_people(Role.CURATOR, city.pk, on=clock.today(city.time_zone)).values()


def _is_asked(curator: Person, request: Request) -> bool:
    own_department = request.department_id is not None and curator.department_id == request.department_id
    return own_department or curator.pk == request.person_id


def _by_name(people: Iterable[Person]) -> list[Person]:
    return sorted(set(people), key=lambda one: (one.display_name, one.pk))

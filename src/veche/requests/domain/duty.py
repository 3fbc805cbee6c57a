"""Who answers a request today: the curators of its department, its person, and their substitutes.

One that is asked of the press service is answered by everybody there, or by its person and their substitutes.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from veche.kernel import clock
from veche.requests.models import Request
from veche.staff.domain.roles import (
    acting_people,
    appointments_on,
    deputies_on,
    forget_roles,
    positions_of,
    roles_of,
)
from veche.staff.enums import PRESS, Role
from veche.staff.models import Administration, Department, Deputy, Person

_CACHE = "_duty_of_requests"


@dataclass(frozen=True, slots=True)
class Duty:
    """For whom somebody answers as a curator: for departments, and for people who were asked by name."""

    departments: frozenset[int]
    people: frozenset[int]

    @property
    def asked(self) -> Q:
        """Filter for requests that this person answers."""
        return Q(department__in=self.departments) | Q(person__in=self.people, to_press=False)


def substitutes_of(person: Person) -> list[Deputy]:
    """Who answers instead of this curator, today and later. One query."""
    rows = Deputy.objects.of(person.administration).filter(absent=person, role=Role.CURATOR, stand_in__is_active=True)
    day = clock.today(person.administration.time_zone)
    return list(rows.filter(until__gte=day).select_related("stand_in").order_by("since", "pk"))


def asked_of(city: int, person: Person, day: date) -> Q:
    """As `Duty.asked`, without reading the duty first. For compiled queries."""
    own = appointments_on(day, city).filter(role=Role.CURATOR, person=person).order_by()
    lent = deputies_on(day, city).filter(role=Role.CURATOR, stand_in=person).order_by()
    departments = Q(department__in=own.values("person__department"))
    departments |= Q(department__in=lent.values("absent__department"))
    people = Q(person__in=own.values("person")) | Q(person__in=lent.values("absent"))
    return departments | Q(people, to_press=False)


def duty_of(person: Person) -> Duty:
    """The duty of today, from the roles of the person; cached on the person object, which lives for one request."""
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
    """Drop the cached duty, because a verb may run after midnight with a person read before it."""
    person.__dict__.pop(_CACHE, None)
    forget_roles(person)


def is_asked(person: Person, request: Request) -> bool:
    """Whether this person may answer today, also as a substitute."""
    if request.to_press:
        return _answers_for_press(person, request)
    if Role.CURATOR not in roles_of(person):
        return False
    duty = duty_of(person)
    return request.department_id in duty.departments or request.person_id in duty.people


def _answers_for_press(person: Person, request: Request) -> bool:
    """As `is_asked`, of a request to the press service. One query a role if somebody is asked by name."""
    roles = PRESS & roles_of(person)
    if request.person_id is None or request.person_id == person.pk:
        return bool(roles)
    day = clock.today(person.administration.time_zone)
    return any(pk == request.person_id for role in roles for pk, _ in positions_of(person, role, on=day))


def answering(request: Request) -> list[Person]:
    """Everybody who may answer today, by name. Two queries."""
    if request.to_press:
        return press_people(request.administration, request.person_id)
    acting = _acting(request.administration)
    asked = (people for people in acting if _answers_for(people[0], request))
    return _by_name(person for people in asked for person in people)


def with_answerers(requests: QuerySet[Request], city: int, day: date) -> QuerySet[Request]:
    """Annotate `has_answerers`: whether a curator is left on that day who answers it, or a substitute of one."""
    curators = appointments_on(day, city).filter(role=Role.CURATOR)
    asked = Q(person__department=OuterRef("department")) | Q(person=OuterRef("person"))
    found: QuerySet[Request] = requests.annotate(has_answerers=Exists(curators.filter(asked)))
    return found


def press_people(city: Administration, asked: int | None = None) -> list[Person]:
    """The press service of today, or one of its people with their substitutes, by name. Four queries."""
    day = clock.today(city.time_zone)
    acting = [acting_people(role, city.pk, on=day) for role in sorted(PRESS)]
    return _by_name(one for found in acting for pk, people in found.items() if asked in (None, pk) for one in people)


def curators_by_department(city: Administration, departments: Sequence[Department]) -> dict[int, list[Person]]:
    """Who answers for each department today: its curators and their substitutes, by name. Two queries."""
    found: dict[int | None, list[Person]] = defaultdict(list)
    for people in _acting(city):
        found[people[0].department_id] += people
    return {one.pk: _by_name(found[one.pk]) for one in departments}


def _acting(city: Administration) -> Iterable[list[Person]]:
    """For each curator a list: the curator, then the substitutes of today."""
    return acting_people(Role.CURATOR, city.pk, on=clock.today(city.time_zone)).values()


def _answers_for(curator: Person, request: Request) -> bool:
    """Whether the request is this curator's own; substitutes are not looked for."""
    own_department = request.department_id is not None and curator.department_id == request.department_id
    return own_department or curator.pk == request.person_id


def _by_name(people: Iterable[Person]) -> list[Person]:
    return sorted(set(people), key=lambda one: (one.display_name, one.pk))

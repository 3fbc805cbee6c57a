"""Who answers a request today: the curators of its department, its person, and their substitutes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from veche.kernel import clock
from veche.requests.models import Request
from veche.staff.domain.roles import forget_roles, people_with, positions_of, roles_of
from veche.staff.enums import Role
from veche.staff.models import Administration, Department, Deputy, Person

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
    city, today = request.administration, clock.today(request.administration.time_zone)
    asked = Q(department=request.department_id) if request.department_id else Q()
    asked |= Q(pk=request.person_id) if request.person_id else Q()
    curators = people_with(Role.CURATOR, city.pk, on=today)
    first = set(curators.filter(asked).values_list("pk", flat=True))
    lent = Deputy.objects.of(city).filter(absent__in=first, role=Role.CURATOR, since__lte=today, until__gte=today)
    everybody = Q(pk__in=first) | Q(pk__in=lent.values("stand_in"))
    return list(curators.filter(everybody).order_by("display_name", "pk"))


def curators_by_department(city: Administration, departments: Sequence[Department]) -> dict[int, list[Person]]:
    """Curators of today, own or lent, of each department. One query."""
    curators = people_with(Role.CURATOR, city.pk, on=clock.today(city.time_zone))
    found: dict[int, list[Person]] = {one.pk: [] for one in departments}
    for person in curators.filter(department__in=found).order_by("display_name", "pk"):
        found[person.department_id or 0].append(person)
    return found

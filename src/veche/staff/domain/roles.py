"""Roles of a person on a day: appointments, and deputyships."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from veche.kernel import clock
from veche.staff.compiled import compiled_once
from veche.staff.enums import Role
from veche.staff.models import Administration, Appointment, Deputy, Person

_CACHE = "_roles_by_day"
# A role, the id of the person in whose place it is held, and of that person's department.
type Held = tuple[str, int, int | None]


def roles_of(person: Person, *, on: date | None = None) -> frozenset[Role]:
    """The person's roles on a day of the city (default today), own and lent. None for a dismissed person.

    One query for each day, cached on the person object, which lives for one request.
    """
    if not person.is_active or person.pk is None:
        return frozenset()
    return frozenset(Role(role) for role, _, _ in _held_on(person, on or _today(person)))


def roles_then(person: Person, day: date) -> frozenset[Role]:
    """As `roles_of` for a day of the past, also of somebody who has left since."""
    return frozenset(Role(role) for role, _, _ in _held_on(person, day))


def has_held(person: Person, roles: Iterable[Role]) -> bool:
    """Whether the person has or had one of these roles, own or lent. Two queries at most."""
    wanted = list(roles)
    own = Appointment.objects.of(person.administration_id).filter(person=person, role__in=wanted)
    lent = Deputy.objects.of(person.administration_id).filter(stand_in=person, role__in=wanted)
    return own.exists() or lent.exists()


def acting_for(person: Person, role: Role, on: date | None = None) -> Person | None:
    """The absent person whose role this person has; None if it is their own, or they lack it."""
    day = on or _today(person)
    if not person.is_active or _own(person.administration_id, person, day).filter(role=role).exists():
        return None
    deputy = (
        _deputies(person.administration_id, person, day)
        .filter(role=role)
        .select_related("absent")
        .order_by("since", "pk")
        .first()
    )
    return deputy.absent if deputy else None


def has_own_role(person: Person, role: Role, *, on: date) -> bool:
    """Whether the person is appointed to it; lent roles cannot be lent on."""
    return person.is_active and _own(person.administration_id, person, on).filter(role=role).exists()


def people_with(role: Role, administration_id: int, *, on: date) -> QuerySet[Person]:
    """Everybody with this role on that day, deputies included."""
    own = Appointment.objects.of(administration_id).filter(_valid(on), role=role)
    lent = Deputy.objects.of(administration_id).filter(
        _valid(on), _absent_has_the_role(administration_id, on), role=role
    )
    able = Q(pk__in=own.values("person")) | Q(pk__in=lent.values("stand_in"))
    people: QuerySet[Person] = Person.objects.of(administration_id).filter(able, is_active=True)
    return people


def people_today(roles: Iterable[Role], administration: Administration) -> list[Person]:
    """Everybody with one of these roles on the city's day, each once, in the order of the roles. One query for each."""
    day = clock.today(administration.time_zone)
    found = (one for role in roles for one in people_with(role, administration.pk, on=day).order_by("pk"))
    return list(dict.fromkeys(found))


def positions_of(person: Person, role: Role, *, on: date) -> list[tuple[int, int | None]]:
    """Ids of those in whose place the person has the role, the person included, each with the id of a department.

    No query of its own: it reads what `roles_of` has read of that day.
    """
    if not person.is_active:
        return []
    return [(held_for, department) for held, held_for, department in _held_on(person, on) if held == role]


def acting_people(role: Role, administration_id: int, *, on: date) -> dict[int, list[Person]]:
    """By id of an appointed person: who acts in their role on that day, first they themselves, then who stands in.

    Two queries.
    """
    found: dict[int, list[Person]] = {}
    own = Appointment.objects.of(administration_id).filter(_valid(on), role=role, person__is_active=True)
    for appointment in own.select_related("person").order_by("person__display_name", "person_id"):
        found[appointment.person_id] = [appointment.person]
    lent = Deputy.objects.of(administration_id).filter(_valid(on), role=role, stand_in__is_active=True)
    for deputy in lent.select_related("stand_in").order_by("since", "pk"):
        if deputy.absent_id in found and deputy.stand_in not in found[deputy.absent_id]:
            found[deputy.absent_id].append(deputy.stand_in)
    return found


def appointments_on(day: date, administration_id: int) -> QuerySet[Appointment]:
    """Appointments in force on that day of people who have not left."""
    found: QuerySet[Appointment] = Appointment.objects.of(administration_id).filter(_valid(day))
    return found.filter(person__is_active=True)


def deputies_on(day: date, administration_id: int) -> QuerySet[Deputy]:
    """Deputyships in force on that day: the absent person has the role, the stand-in has not left."""
    found = Deputy.objects.of(administration_id).filter(_valid(day), _absent_has_the_role(administration_id, day))
    lent: QuerySet[Deputy] = found.filter(stand_in__is_active=True)
    return lent


def forget_roles(person: Person) -> None:
    """Clear the cache of this object after a change of appointments."""
    person.__dict__.pop(_CACHE, None)


def _held_on(person: Person, day: date) -> list[Held]:
    known: dict[date, list[Held]] = person.__dict__.setdefault(_CACHE, {})
    if day not in known:
        known[day] = _held(person.administration_id, person, day)
    return known[day]


@compiled_once
def _held(city: int, person: Person, day: date) -> QuerySet[Appointment, Held]:
    own = Appointment.objects.of(city).filter(_valid(day), person=person).order_by()
    lent = _deputies(city, person, day).order_by().values_list("role", "absent_id", "absent__department_id")
    found: QuerySet[Appointment, Held] = own.values_list("role", "person_id", "person__department_id").union(lent)
    return found


def _own(city: int, person: Person, day: date) -> QuerySet[Appointment, str]:
    return Appointment.objects.of(city).filter(_valid(day), person=person).order_by().values_list("role", flat=True)


def _deputies(city: int, person: Person, day: date) -> QuerySet[Deputy]:
    return Deputy.objects.of(city).filter(_valid(day), _absent_has_the_role(city, day), stand_in=person)


def _absent_has_the_role(administration_id: int, day: date) -> Exists:
    """Filter: a role that the absent person no longer has cannot be lent."""
    return Exists(
        Appointment.objects.of(administration_id).filter(
            _valid(day), person=OuterRef("absent"), person__is_active=True, role=OuterRef("role")
        )
    )


def _valid(day: date) -> Q:
    return Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))


def _today(person: Person) -> date:
    return clock.today(person.administration.time_zone)

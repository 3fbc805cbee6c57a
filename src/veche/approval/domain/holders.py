"""Who decides a step today: whoever has its role, deputies included, or whoever stands above while nobody has it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from veche.approval.enums import ABOVE
from veche.approval.models import Step
from veche.kernel.clock import today
from veche.staff.compiled import BoundQuery, compiled_once
from veche.staff.domain.roles import acting_for, appointments_on, deputies_on, people_with, roles_of
from veche.staff.enums import Role
from veche.staff.models import Appointment, Deputy, Person
from veche.staff.together import rows_of_each

# Roles that a step may ask.
DECIDES = (Role.PRESS_HEAD, Role.CURATOR, Role.AUDITOR, Role.HEAD, Role.DEPUTY_HEAD)


def _holders_of(step: Step, *, on: date) -> BoundQuery[Person]:
    """Everybody who has the step's role on that day, in its department or office."""
    city, role = step.administration_id, Role(step.role)
    if step.office_id:
        return _of_office.bind(city, on, role, step.office.holder_id if step.office else None)
    if role == Role.CURATOR:
        return _of_department.bind(city, on, role, step.department_id)
    return _of_role.bind(city, on, role)


@compiled_once
def _of_role(city: int, on: date, role: Role) -> QuerySet[Person]:
    return _among(city, appointments_on(on, city).filter(role=role), deputies_on(on, city).filter(role=role))


@compiled_once
def _of_office(city: int, on: date, role: Role, holder: int | None) -> QuerySet[Person]:
    own, lent = appointments_on(on, city).filter(role=role), deputies_on(on, city).filter(role=role)
    return _among(city, own.filter(person=holder), lent.filter(absent=holder))


@compiled_once
def _of_department(city: int, on: date, role: Role, department: int | None) -> QuerySet[Person]:
    own, lent = appointments_on(on, city).filter(role=role), deputies_on(on, city).filter(role=role)
    return _among(city, own.filter(person__department=department), lent.filter(absent__department=department))


def _among(city: int, own: QuerySet[Appointment], lent: QuerySet[Deputy]) -> QuerySet[Person]:
    able = Q(pk__in=own.values("person")) | Q(pk__in=lent.values("stand_in"))
    people: QuerySet[Person] = Person.objects.of(city).filter(able)
    return people.order_by()


type Deciders = tuple[tuple[Person, ...], Role | None]


@dataclass(frozen=True, slots=True)
class Holders:
    """Who has the roles that a sheet's steps ask, as read: appointments with people, and who stands in for whom."""

    own: Sequence[Appointment]
    lent: Sequence[Deputy]

    def of(self, step: Step) -> Deciders:
        """As `people_for`, without a query."""
        if people := self._with(Role(step.role), lambda person: _is_named_by(step, person)):
            return people, None
        above = ((self._with(role), role) for role in ABOVE.get(step.role, ()))
        return next(((people, role) for people, role in above if people), ((), None))

    def _with(self, role: Role, asked: Callable[[Person], bool] = lambda _: True) -> tuple[Person, ...]:
        own = [one.person for one in self.own if one.role == role and asked(one.person)]
        lent = [one.stand_in for one in self.lent if one.role == role and asked(one.absent)]
        return _by_name({person.pk: person for person in (*own, *lent)}.values())


def _is_named_by(step: Step, person: Person) -> bool:
    """Whether a person with the step's role belongs to its office or department."""
    if step.office is not None:
        return bool(step.office.holder_id == person.pk)
    return step.role != Role.CURATOR or person.department_id == step.department_id


def people_for(step: Step) -> Deciders:
    """Who decides today, and the role of whoever stands above, if they decide because nobody has the step's role.

    One query; one more for each role without people.
    """
    return people_for_each([step])[0]


def people_for_each(steps: Sequence[Step]) -> list[Deciders]:
    """As `people_for`, in the order of the steps, which belong to one administration.

    One query for all of them; one more for each role of those above that is asked, where nobody has a step's role.
    """
    if not steps:
        return []
    day = today(steps[0].administration.time_zone)
    found = rows_of_each([_holders_of(step, on=day) for step in steps])
    own = zip(steps, map(_by_name, found), strict=True)
    return [(people, None) if people else _above(step, day) for step, people in own]


def _above(step: Step, day: date) -> Deciders:
    for role in ABOVE.get(step.role, ()):
        if found := _by_name(people_with(role, step.administration_id, on=day)):
            return found, role
    return (), None


def in_whose_stead(step: Step, person: Person) -> Person | None:
    """The absent person whom the decider replaces; None if they decide in their own right, or from above."""
    if step.role not in (Role.CURATOR, Role.DEPUTY_HEAD):
        return acting_for(person, Role(step.role))
    day, city = today(person.administration.time_zone), step.administration_id
    lent = deputies_on(day, city).filter(role=step.role, stand_in=person)
    if step.office_id:
        holder = step.office.holder_id if step.office else None
        lent = lent.filter(absent=holder).exclude(absent=person)
    else:
        if person.department_id == step.department_id:
            return None
        lent = lent.filter(absent__department=step.department_id)
    deputy = lent.select_related("absent").order_by("since", "pk").first()
    return deputy.absent if deputy else None


def decides(step: Step, person: Person) -> bool:
    """Whether the person decides this step today. One query at most."""
    plain = step.role in (Role.PRESS_HEAD, Role.AUDITOR, Role.HEAD)
    if plain and Role(step.role) in roles_of(person):
        return True
    return step.pk in set(steps_decided_by(Step.objects.of(step.administration_id).filter(pk=step.pk), person))


def steps_decided_by(steps: QuerySet[Step], person: Person) -> Iterable[int]:
    """Ids of those `steps` that this person decides today. One query; none for roles that decide nothing."""
    roles = deciding_roles(person)
    if not roles:
        return ()
    day = today(person.administration.time_zone)
    return steps.filter(answered_by(person.administration_id, person.pk, day, roles)).values_list("pk", flat=True)


def deciding_roles(person: Person) -> frozenset[Role]:
    """Which roles that steps ask the person has today."""
    return roles_of(person).intersection(DECIDES)


def answered_by(city: int, person: Any, day: date, roles: frozenset[Role]) -> Q:
    """Filter for steps that the person with these roles decides on that day. Not compiled, `person` is an id."""
    found = Q(pk=None)
    own, lent = appointments_on(day, city), deputies_on(day, city)
    if Role.PRESS_HEAD in roles:
        found |= Q(role=Role.PRESS_HEAD) | _without_people(city, day)
    if Role.AUDITOR in roles:
        found |= Q(role=Role.AUDITOR)
    if Role.CURATOR in roles:
        here, mine = OuterRef("department"), {"role": Role.CURATOR}
        found |= Q(Exists(own.filter(**mine, person=person, person__department=here)), **mine)
        found |= Q(Exists(lent.filter(**mine, stand_in=person, absent__department=here)), **mine)
    if Role.DEPUTY_HEAD in roles:
        holder, mine = OuterRef("office__holder"), {"role": Role.DEPUTY_HEAD}
        found |= Q(Exists(own.filter(**mine, person=person).filter(person=holder)), **mine)
        found |= Q(Exists(lent.filter(**mine, stand_in=person, absent=holder)), **mine)
    if Role.HEAD in roles:
        nobody = ~Exists(own.filter(role=Role.PRESS_HEAD))
        vacant = ~Exists(own.filter(role=Role.DEPUTY_HEAD, person=OuterRef("office__holder")))
        found |= Q(role=Role.HEAD) | Q(vacant, role=Role.DEPUTY_HEAD)
        found |= Q(nobody, role=Role.PRESS_HEAD) | (Q(nobody) & _without_people(city, day))
    return found


def _without_people(city: int, day: date) -> Q:
    """Filter for steps of departments and lawyers that nobody can decide."""
    own = appointments_on(day, city)
    curators = own.filter(role=Role.CURATOR, person__department=OuterRef("department"))
    lawyers = own.filter(role=Role.AUDITOR)
    return Q(~Exists(curators), role=Role.CURATOR) | Q(~Exists(lawyers), role=Role.AUDITOR)


def _by_name(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(sorted(people, key=lambda person: (person.display_name, person.pk)))

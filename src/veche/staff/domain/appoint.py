"""Give a person a role, or take it away."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from veche.journal.domain.record import record
from veche.kernel import clock
from veche.staff.domain.departments import named_department, refuse_without_department
from veche.staff.domain.dismiss import refuse_to_lose_the_last_keeper
from veche.staff.domain.grants import ask, must_be_confirmed
from veche.staff.domain.offices import fill_office_of_head
from veche.staff.domain.roles import forget_roles
from veche.staff.enums import Role
from veche.staff.errors import AlreadyAppointed, DatesTurned
from veche.staff.models import Appointment, Department, Grant, Person


def appoint(
    *,
    by: Person | None,
    person: Person,
    role: Role,
    since: date,
    until: date | None = None,
    department: Department | None = None,
    new_department: str = "",
) -> Appointment | Grant:
    """Appoint, both days inclusive; without a last day until further notice. A named department becomes the person's.

    A publishing role given by IT waits as a `Grant`. `by` is None at the server only. `new_department`: the name of a
    department to add. Raises `StaffError`.
    """
    if until is not None and until < since:
        raise DatesTurned
    with transaction.atomic():
        Person.objects.of(person.administration_id).select_for_update().get(pk=person.pk)
        if new_department:
            department = named_department(person.administration, new_department, by=by)
        refuse_without_department(role, department or person.department)
        if _overlapping(person, role, since, until):
            raise AlreadyAppointed
        if department is not None and department != person.department:
            person.department = department
            person.save(update_fields=["department"])
        if by is not None and must_be_confirmed(by, role):
            return ask(by=by, person=person, role=role, since=since, until=until)
        return give(by=by, person=person, role=role, since=since, until=until)


def give(
    *,
    by: Person | None,
    person: Person,
    role: Role,
    since: date,
    until: date | None,
    asked: Mapping[str, object] | None = None,
) -> Appointment:
    """`asked`: facts about who asked. Raises `AlreadyAppointed`. The caller holds the transaction."""
    if _overlapping(person, role, since, until):
        raise AlreadyAppointed
    made: Appointment = Appointment.objects.create(
        administration=person.administration, person=person, role=role, since=since, until=until
    )
    facts = {"role": str(role), "since": since.isoformat(), "until": until.isoformat() if until else None}
    record(
        administration=person.administration,
        actor=by,
        verb="staff.appointed",
        obj=person,
        facts=facts | dict(asked or {}),
    )
    fill_office_of_head(by=by, person=person, role=role)
    forget_roles(person)
    return made


def relieve(*, by: Person, appointment: Appointment) -> None:
    """End a role at once: its last day was yesterday; one that has not begun is deleted."""
    person = appointment.person
    with transaction.atomic():
        yesterday = clock.today(person.administration.time_zone) - timedelta(days=1)
        if appointment.role == Role.IT:
            refuse_to_lose_the_last_keeper(person)
        if appointment.since > yesterday:
            appointment.delete()
        elif appointment.until is None or appointment.until > yesterday:
            appointment.until = yesterday
            appointment.save(update_fields=["until"])
        record(
            administration=person.administration,
            actor=by,
            verb="staff.relieved",
            obj=person,
            facts={"role": appointment.role},
        )
    forget_roles(person)


def _overlapping(person: Person, role: Role, since: date, until: date | None) -> bool:
    others = Appointment.objects.of(person.administration_id).filter(
        Q(until=None) | Q(until__gte=since), person=person, role=role
    )
    return bool((others if until is None else others.filter(since__lte=until)).exists())

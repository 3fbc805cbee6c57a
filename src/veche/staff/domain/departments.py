"""Departments: a curator is responsible for one."""

from django.db import transaction

from veche.journal.domain.record import record
from veche.staff.domain.roles import roles_of
from veche.staff.enums import Role
from veche.staff.errors import CuratorWithoutDepartment
from veche.staff.models import Administration, Department, Person


def named_department(administration: Administration, name: str, *, by: Person | None) -> Department:
    """The department of this name, ignoring case, or a new one. The caller holds the transaction."""
    wanted = " ".join(name.split())
    known = Department.objects.of(administration)
    found = next((one for one in known if one.name.casefold() == wanted.casefold()), None)
    if found is not None:
        return found
    made: Department = Department.objects.create(administration=administration, name=wanted)
    record(administration=administration, actor=by, verb="staff.department_added", obj=made, facts={})
    return made


def refuse_without_department(role: Role, department: Department | None) -> None:
    """Raises `CuratorWithoutDepartment`."""
    if role == Role.CURATOR and department is None:
        raise CuratorWithoutDepartment


def assign_department(*, by: Person, person: Person, department: Department | None, new_department: str = "") -> None:
    """Move the person to another department, or to none. Raises `CuratorWithoutDepartment`."""
    with transaction.atomic():
        if new_department:
            department = named_department(person.administration, new_department, by=by)
        if Role.CURATOR in roles_of(person):
            refuse_without_department(Role.CURATOR, department)
        person.department = department
        person.save(update_fields=["department"])
        facts = {"department": department.pk if department else None}
        record(
            administration=person.administration, actor=by, verb="staff.department_assigned", obj=person, facts=facts
        )

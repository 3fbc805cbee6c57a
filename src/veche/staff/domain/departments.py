"""Departments: a curator is responsible for one."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from veche.journal.domain.record import record
from veche.kernel import clock
from veche.staff.domain.department_matters import hand_over, open_matters
from veche.staff.domain.locking import lock_administration
from veche.staff.domain.roles import acting_people, roles_of
from veche.staff.enums import Role
from veche.staff.errors import CuratorWithoutDepartment, DepartmentHasCurators, DepartmentHasMatters, DepartmentTaken
from veche.staff.models import Administration, Department, Office, Person

WRITTEN = ("name", "answers_for", "reports_to")


def departments_to_choose(administration: Administration, chosen: Department | None = None) -> QuerySet[Department]:
    """Those in use, by name. `chosen`: offered too, though it may be archived: a form keeps what it shows."""
    in_use = Q(archived_at=None) | Q(pk=chosen.pk if chosen else None)
    departments: QuerySet[Department] = Department.objects.of(administration).filter(in_use)
    return departments


def add_department(
    *,
    by: Person,
    administration: Administration,
    name: str,
    answers_for: str = "",
    reports_to: Office | None = None,
) -> Department:
    """Create a department. Raises `DepartmentTaken` if the name is taken."""
    with transaction.atomic():
        lock_administration(administration)
        name = _free_name(administration, name)
        made: Department = Department.objects.create(
            administration=administration, name=name, answers_for=one_line(answers_for), reports_to=reports_to
        )
        record(administration=administration, actor=by, verb="staff.department_added", obj=made, facts={})
    return made


def change_department(*, by: Person, department: Department, said: Mapping[str, Any]) -> None:
    """Change fields: `said` by field (`WRITTEN`). The journal names fields, not values. Raises `DepartmentTaken`."""
    with transaction.atomic():
        new = {name: one_line(said[name]) if isinstance(said[name], str) else said[name] for name in said}
        changed = [name for name in WRITTEN if name in new and getattr(department, name) != new[name]]
        if not changed:
            return
        if "name" in changed:
            lock_administration(department.administration)
            _free_name(department.administration, new["name"], beside=department)
        for name in changed:
            setattr(department, name, new[name])
        department.save(update_fields=changed)
        facts = {"changed": changed}
        _record(by, department, "staff.department_changed", facts)


def archive_department(*, by: Person, department: Department, to: Department | None = None) -> None:
    """Offer it no longer; `to` takes over what is open. Raises `DepartmentHasCurators`, or `DepartmentHasMatters`
    without `to`.
    """
    with transaction.atomic():
        locked = _lock(department, to)
        if locked.archived_at is not None:
            return
        if curators := curators_of(locked):
            raise DepartmentHasCurators(curators)
        if matters := open_matters(locked):
            if to is None:
                raise DepartmentHasMatters(len(matters))
            hand_over(locked, to, by)
        department.archived_at = locked.archived_at = clock.now()
        locked.save(update_fields=["archived_at"])
        _record(by, department, "staff.department_archived", {})


def _lock(department: Department, to: Department | None) -> Department:
    """The department as it is now. `to` is locked too, in one order for two people who archive each into the other.

    Rows that name a department may be written meanwhile; what would be asked of it waits.
    """
    rows = Department.objects.of(department.administration_id).filter(pk__in={department.pk, (to or department).pk})
    return {row.pk: row for row in rows.select_for_update(no_key=True).order_by("pk")}[department.pk]


def restore_department(*, by: Person, department: Department) -> None:
    with transaction.atomic():
        archived = (
            Department.objects.of(department.administration_id).filter(pk=department.pk).exclude(archived_at=None)
        )
        if not archived.update(archived_at=None):
            return
        department.archived_at = None
        _record(by, department, "staff.department_restored", {})


def curators_of(department: Department) -> list[Person]:
    """Those who are appointed today, by name; not those who stand in."""
    city = department.administration
    acting = acting_people(Role.CURATOR, city.pk, on=clock.today(city.time_zone))
    return [people[0] for people in acting.values() if people[0].department_id == department.pk]


def named_department(administration: Administration, name: str, *, by: Person | None) -> Department:
    """The department of this name, ignoring case, or a new one. The caller holds the transaction."""
    found = _known(administration, name)
    if found is not None:
        return found
    made: Department = Department.objects.create(administration=administration, name=one_line(name))
    record(administration=administration, actor=by, verb="staff.department_added", obj=made, facts={})
    return made


def refuse_without_department(role: Role, department: Department | None) -> None:
    """Raise `CuratorWithoutDepartment` for a curator without a department."""
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


def _known(administration: Administration, name: str) -> Department | None:
    wanted = one_line(name).casefold()
    return next((one for one in Department.objects.of(administration) if one.name.casefold() == wanted), None)


def _free_name(administration: Administration, name: str, *, beside: Department | None = None) -> str:
    found = _known(administration, name)
    if found is not None and found != beside:
        raise DepartmentTaken(found)
    return one_line(name)


def one_line(words: str) -> str:
    return " ".join(words.split())


def _record(by: Person, department: Department, verb: str, facts: Mapping[str, object]) -> None:
    record(administration=department.administration, actor=by, verb=verb, obj=department, facts=dict(facts))

"""Write what a previewed table would do, in one transaction."""

from collections.abc import Sequence

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel import clock
from veche.staff.domain.appoint import appoint
from veche.staff.domain.departments import add_department, assign_department, change_department
from veche.staff.domain.invite import Invitation, invite
from veche.staff.domain.locking import lock_administration
from veche.staff.domain.mail import is_set_up
from veche.staff.domain.offices import add_office, change_office
from veche.staff.domain.private_links import hide_link
from veche.staff.domain.rename import rename
from veche.staff.domain.table_plan import PlannedRow, TablePlan, plan_table
from veche.staff.domain.table_rows import StaffRows, rows_from_json
from veche.staff.enums import Outcome
from veche.staff.errors import TableChanged
from veche.staff.models import Administration, Department, Office, Person, StaffTable


def keep_table(*, by: Person, file_name: str, read: StaffRows) -> StaffTable:
    """Keep the rows for the preview, in place of the person's earlier table. The program's own note."""
    with transaction.atomic():
        StaffTable.objects.of(by.administration).filter(loaded_by=by).delete()
        made: StaffTable = StaffTable.objects.create(
            administration=by.administration,
            loaded_by=by,
            loaded_at=clock.now(),
            file_name=file_name,
            has_macros=read.has_macros,
            rows=[row.as_json() for row in read.rows],
        )
    return made


def kept_table(person: Person) -> StaffTable | None:
    found: StaffTable | None = StaffTable.objects.of(person.administration).filter(loaded_by=person).first()
    return found


def discard_table(table: StaffTable) -> None:
    StaffTable.objects.of(table.administration_id).filter(pk=table.pk).delete()


def plan_of(table: StaffTable, *, may_invite: bool) -> TablePlan:
    return plan_table(table.administration, rows_from_json(table.rows), may_invite=may_invite)


def apply_table(*, by: Person, table: StaffTable, digest: str, may_invite: bool) -> list[Invitation]:
    """Do what the preview with this digest said, all of it or nothing; return the new invitations.

    Raises `TableChanged` if the same rows would do something else by now, or were written meanwhile.
    """
    city = table.administration
    with transaction.atomic():
        lock_administration(city)
        if not StaffTable.objects.of(city).filter(pk=table.pk).exists():
            raise TableChanged
        plan = plan_of(table, may_invite=may_invite)
        if plan.digest != digest:
            raise TableChanged
        invitations = _write(by, city, plan.ready)
        discard_table(table)
        facts = {"file_rows": len(plan.rows), "written": len(plan.ready), "refused": len(plan.of(Outcome.REFUSED))}
        record(administration=city, actor=by, verb="staff.table_written", obj=city, facts=facts)
    return invitations


def _write(by: Person, city: Administration, rows: Sequence[PlannedRow]) -> list[Invitation]:
    for one in rows:
        _write_department(by, city, one)
    invitations = [made for one in rows if (made := _write_person(by, city, one))]
    for one in rows:
        if one.office:
            _write_office(by, city, one)
    for one in rows:
        if one.above:
            department = _department(city, one.row.department)
            change_department(by=by, department=department, said={"reports_to": _office(city, one.row.above)})
    return invitations


def _write_department(by: Person, city: Administration, one: PlannedRow) -> None:
    if one.new_department:
        topics = one.row.topics if one.topics else ""
        add_department(by=by, administration=city, name=one.row.department, answers_for=topics)
    elif one.topics:
        department = _department(city, one.row.department)
        change_department(by=by, department=department, said={"answers_for": one.row.topics})


def _write_person(by: Person, city: Administration, one: PlannedRow) -> Invitation | None:
    if one.role is None:
        return None
    department = _department(city, one.row.department) if one.row.department else None
    if one.invited:
        made = invite(
            by=by,
            administration=city,
            email=one.row.email,
            display_name=one.row.name,
            role=one.role,
            department=department,
        )
        one.person = made.person
        if made.is_shown and is_set_up():
            hide_link(made.person)
        return made
    if one.person is None:
        return None
    if one.renamed:
        rename(by=by, person=one.person, display_name=one.row.name)
    if one.moved:
        assign_department(by=by, person=one.person, department=department)
    if one.appointed:
        appoint(by=by, person=one.person, role=one.role, since=clock.today(city.time_zone), department=department)
    return None


def _write_office(by: Person, city: Administration, one: PlannedRow) -> None:
    office = _office(city, one.row.name)
    if office is None:
        add_office(by=by, administration=city, name=one.row.name, holder=one.person)
    else:
        change_office(by=by, office=office, said={"holder": one.person})


def _department(city: Administration, name: str) -> Department:
    wanted = name.casefold()
    return next(one for one in Department.objects.of(city) if one.name.casefold() == wanted)


def _office(city: Administration, name: str) -> Office | None:
    wanted = name.casefold()
    return next((one for one in Office.objects.of(city) if one.name.casefold() == wanted), None)

"""Named offices, the Head's and the deputies', and who holds them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from veche.journal.domain.record import record
from veche.kernel import clock
from veche.staff.domain.departments import one_line
from veche.staff.domain.locking import lock_administration
from veche.staff.domain.roles import acting_people
from veche.staff.enums import OfficeKind, Role
from veche.staff.errors import HolderLacksRole, OfficeOfHead, OfficeTaken
from veche.staff.models import Administration, Appointment, Department, Grant, Invite, Office, Person

OFFICE_OF_HEAD = "Глава города"
WRITTEN = ("name", "holder")


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """`people`: the holder if they have the role today, then whoever stands in. `departments`: below it, in use."""

    office: Office
    people: tuple[Person, ...]
    departments: tuple[Department, ...]

    @property
    def is_archived(self) -> bool:
        return self.office.archived_at is not None

    @property
    def is_vacant(self) -> bool:
        return not self.people and not self.is_archived


def offices_to_choose(administration: Administration, chosen: Office | None = None) -> QuerySet[Office]:
    """Those in use, the Head's first. `chosen`: offered too, though it may be archived: a form keeps what it shows."""
    in_use = Q(archived_at=None) | Q(pk=chosen.pk if chosen else None)
    offices: QuerySet[Office] = Office.objects.of(administration).filter(in_use)
    return offices


def office_rows(administration: Administration) -> list[OfficeRow]:
    """All offices, archived ones last. Four queries."""
    offices = Office.objects.of(administration).select_related("holder")
    return _rows(administration, sorted(offices, key=lambda one: one.archived_at is not None))


def office_row(office: Office) -> OfficeRow:
    return _rows(office.administration, [office])[0]


def people_of_office(office: Office, *, on: date | None = None) -> list[Person]:
    """Who acts in this office on a day (default today): the holder and whoever stands in for them."""
    day = on or clock.today(office.administration.time_zone)
    return acting_people(office.role, office.administration_id, on=day).get(office.holder_id or 0, [])


def holders_to_choose(administration: Administration, kind: OfficeKind, chosen: Person | None) -> QuerySet[Person]:
    """People who have the role of the kind, will have it, or wait for it, by name; and `chosen`."""
    city, today = administration.pk, clock.today(administration.time_zone)
    appointed = Appointment.objects.of(city).filter(Q(until=None) | Q(until__gte=today), role=kind.role)
    asked = Grant.objects.of(city).filter(role=kind.role, absent=None, second_step=False)
    invited = Invite.objects.of(city).filter(used_at=None)
    able = Q(pk__in=appointed.values("person")) | Q(pk__in=asked.values("person"))
    here = Q(is_active=True) | Q(pk__in=invited.values("person"))
    people: QuerySet[Person] = Person.objects.of(administration).filter(
        (able & here) | Q(pk=chosen.pk if chosen else None)
    )
    return people.order_by("display_name", "pk")


def add_office(
    *,
    by: Person | None,
    administration: Administration,
    name: str,
    kind: OfficeKind = OfficeKind.DEPUTY,
    holder: Person | None = None,
) -> Office:
    """Raises `OfficeTaken`, `OfficeOfHead`, `HolderLacksRole`. `by` is None at the server only."""
    with transaction.atomic():
        lock_administration(administration)
        name = _free_name(administration, name)
        if kind == OfficeKind.HEAD:
            _refuse_second_head(administration)
        _refuse_holder(administration, kind, holder)
        made: Office = Office.objects.create(administration=administration, name=name, kind=kind, holder=holder)
        _record(by, made, "staff.office_added", _holder_fact(made))
    return made


def change_office(*, by: Person, office: Office, said: Mapping[str, Any]) -> None:
    """Change fields: `said` by field (`WRITTEN`). Raises `OfficeTaken`, `HolderLacksRole`."""
    said = {**said, "name": one_line(said["name"])} if "name" in said else said
    with transaction.atomic():
        changed = [name for name in WRITTEN if name in said and getattr(office, name) != said[name]]
        if not changed:
            return
        if "name" in changed:
            lock_administration(office.administration)
            _free_name(office.administration, said["name"], beside=office)
        if "holder" in changed:
            _refuse_holder(office.administration, OfficeKind(office.kind), said["holder"])
        for name in changed:
            setattr(office, name, said[name])
        office.save(update_fields=changed)
        facts = {"changed": changed} | (_holder_fact(office) if "holder" in changed else {})
        _record(by, office, "staff.office_changed", facts)


def archive_office(*, by: Person, office: Office) -> None:
    """Offer it no longer. Departments below it keep it as the office they reported to."""
    with transaction.atomic():
        in_use = Office.objects.of(office.administration_id).filter(pk=office.pk, archived_at=None)
        moment = clock.now()
        if not in_use.update(archived_at=moment):
            return
        office.archived_at = moment
        _record(by, office, "staff.office_archived", {})


def restore_office(*, by: Person, office: Office) -> None:
    """Return an archived office. Raises `OfficeOfHead` if there is another office of the Head."""
    with transaction.atomic():
        archived = Office.objects.of(office.administration_id).filter(pk=office.pk).exclude(archived_at=None)
        lock_administration(office.administration)
        if office.kind == OfficeKind.HEAD:
            _refuse_second_head(office.administration, beside=office)
        if not archived.update(archived_at=None):
            return
        office.archived_at = None
        _record(by, office, "staff.office_restored", {})


def fill_office_of_head(*, by: Person | None, person: Person, role: Role) -> None:
    """A new Head holds the Head's office if nobody with the role does. The caller holds the transaction."""
    if role != Role.HEAD:
        return
    office = Office.objects.of(person.administration_id).filter(kind=OfficeKind.HEAD, archived_at=None).first()
    if office is None or office.holder == person or people_of_office(office):
        return
    office.holder = person
    office.save(update_fields=["holder"])
    _record(by, office, "staff.office_changed", {"changed": ["holder"]} | _holder_fact(office))


def _rows(administration: Administration, offices: list[Office]) -> list[OfficeRow]:
    day = clock.today(administration.time_zone)
    able = {role: acting_people(role, administration.pk, on=day) for role in {one.role for one in offices}}
    below = Department.objects.of(administration).filter(archived_at=None, reports_to__in=offices)
    departments = list(below)
    return [
        OfficeRow(
            office,
            tuple(able[office.role].get(office.holder_id or 0, [])),
            tuple(one for one in departments if one.reports_to_id == office.pk),
        )
        for office in offices
    ]


def _refuse_holder(administration: Administration, kind: OfficeKind, holder: Person | None) -> None:
    if holder is not None and not holders_to_choose(administration, kind, None).filter(pk=holder.pk).exists():
        raise HolderLacksRole(holder, kind)


def _refuse_second_head(administration: Administration, *, beside: Office | None = None) -> None:
    heads = Office.objects.of(administration).filter(kind=OfficeKind.HEAD, archived_at=None)
    if any(one != beside for one in heads):
        raise OfficeOfHead


def _free_name(administration: Administration, name: str, *, beside: Office | None = None) -> str:
    wanted = one_line(name)
    for one in Office.objects.of(administration):
        if one != beside and one.name.casefold() == wanted.casefold():
            raise OfficeTaken(one)
    return wanted


def _holder_fact(office: Office) -> dict[str, object]:
    return {"holder": office.holder_id} if office.holder_id else {}


def _record(by: Person | None, office: Office, verb: str, facts: Mapping[str, object]) -> None:
    record(administration=office.administration, actor=by, verb=verb, obj=office, facts=dict(facts))

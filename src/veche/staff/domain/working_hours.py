"""When an administration works: its hours, its own days and who is on duty. Deadlines count with `hours_of`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, QuerySet

from veche.journal.domain.record import record
from veche.kernel import clock
from veche.kernel.clock import DAY, OFFICE, DayKind, WorkingHours
from veche.staff.compiled import compiled_once
from veche.staff.domain.locking import lock_administration
from veche.staff.enums import OwnDayKind
from veche.staff.errors import DatesTurned, DutyTaken, InThePast, NotHere, OwnDayTaken
from veche.staff.models import Administration, Department, Duty, OfficeHours, OwnDay, Person
from veche.staff.together import rows_of_each

# How far ahead the page shows days that differ from an ordinary week.
AHEAD = timedelta(days=120)
_CACHE = "_working_hours"


@dataclass(frozen=True, slots=True)
class UnusualDays:
    """Days in a row of one kind that an ordinary week would not have. `own`: the administration's own day."""

    first: date
    last: date
    kind: OwnDayKind
    own: OwnDay | None = None

    @property
    def label(self) -> str:
        if self.first != self.last and self.kind == OwnDayKind.OFF:
            return "выходные"
        if self.kind == OwnDayKind.SHORTENED and self.first.weekday() > 4:
            return "рабочий, короче на час"
        return str(self.kind.label)


def hours_of(administration: Administration) -> WorkingHours:
    """The hours that the administration's deadlines are counted in.

    One query, cached on the administration object, which lives for one request or task.
    """
    if _CACHE not in administration.__dict__:
        administration.__dict__[_CACHE] = _read(administration)
    known: WorkingHours = administration.__dict__[_CACHE]
    return known


def whats_filled(administration: Administration) -> dict[str, Exists]:
    """Annotations for any row of the administration: is there a department, has somebody saved the hours."""
    return {
        "has_departments": Exists(Department.objects.of(administration)),
        "has_hours": Exists(OfficeHours.objects.of(administration)),
    }


def set_hours(
    *, by: Person, administration: Administration, opens: time, closes: time, lunch: tuple[time, time] | None
) -> None:
    """The form has checked the order of the hours."""
    said = {"opens": opens, "closes": closes, "lunch_from": None, "lunch_to": None}
    said |= {"lunch_from": lunch[0], "lunch_to": lunch[1]} if lunch else {}
    with transaction.atomic():
        lock_administration(administration)
        row = OfficeHours.objects.of(administration).first()
        if row is not None and all(getattr(row, name) == value for name, value in said.items()):
            return
        OfficeHours.objects.update_or_create(administration=administration, defaults=said)
        facts = {"opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"}
        facts |= {"lunch": f"{lunch[0]:%H:%M}–{lunch[1]:%H:%M}"} if lunch else {}
        _record(administration, by, "staff.hours_changed", facts)


def add_own_day(*, by: Person, administration: Administration, day: date, kind: OwnDayKind, reason: str) -> OwnDay:
    """Raises `OwnDayTaken`, `InThePast`: a deadline that was counted over the day stays."""
    if day < clock.today(administration.time_zone):
        raise InThePast
    with transaction.atomic():
        try:
            with transaction.atomic():
                made: OwnDay = OwnDay.objects.create(administration=administration, day=day, kind=kind, reason=reason)
        except IntegrityError:
            raise OwnDayTaken from None
        _record(administration, by, "staff.own_day_added", {"day": day.isoformat(), "kind": str(kind)})
    return made


def remove_own_day(*, by: Person, day: OwnDay) -> None:
    with transaction.atomic():
        facts = {"day": day.day.isoformat(), "kind": day.kind}
        deleted, _ = OwnDay.objects.of(day.administration_id).filter(pk=day.pk).delete()
        if deleted:
            _record(day.administration, by, "staff.own_day_removed", facts)


def add_duty(
    *, by: Person, administration: Administration, person: Person, since: date, until: date, phone: str = ""
) -> Duty:
    """Put a person on duty for days outside working hours. Raises `StaffError`."""
    if person.administration_id != administration.pk or not person.is_active:
        raise NotHere
    if until < since:
        raise DatesTurned
    if until < clock.today(administration.time_zone):
        raise InThePast
    with transaction.atomic():
        Person.objects.of(administration).select_for_update(of=("self",)).get(pk=person.pk)
        same = Duty.objects.of(administration).filter(person=person, since__lte=until, until__gte=since)
        if same.exists():
            raise DutyTaken
        made: Duty = Duty.objects.create(
            administration=administration, person=person, since=since, until=until, phone=phone
        )
        facts = {"since": since.isoformat(), "until": until.isoformat()}
        record(administration=administration, actor=by, verb="staff.duty_added", obj=person, facts=facts)
    return made


def remove_duty(*, by: Person, duty: Duty) -> None:
    with transaction.atomic():
        facts = {"since": duty.since.isoformat(), "until": duty.until.isoformat()}
        deleted, _ = Duty.objects.of(duty.administration_id).filter(pk=duty.pk).delete()
        if deleted:
            record(
                administration=duty.administration, actor=by, verb="staff.duty_removed", obj=duty.person, facts=facts
            )


def duties(administration: Administration) -> QuerySet[Duty]:
    """Present and future ones of people who still work here."""
    rows: QuerySet[Duty] = Duty.objects.of(administration).filter(
        until__gte=clock.today(administration.time_zone), person__is_active=True
    )
    return rows.select_related("person")


def on_duty(administration: Administration, moment: datetime) -> list[Duty]:
    """Who answers at this moment: nobody in working hours, otherwise whoever is on duty on the city's day."""
    if is_working(administration, moment):
        return []
    day = clock.local(moment, administration.time_zone).date()
    rows = Duty.objects.of(administration).filter(since__lte=day, until__gte=day, person__is_active=True)
    return list(rows.select_related("person"))


def is_working(administration: Administration, moment: datetime) -> bool:
    zone, hours = administration.time_zone, hours_of(administration)
    day = clock.local(moment, zone).date()
    return any(opens <= moment < closes for opens, closes in clock.working_intervals(day, zone, hours))


def unusual_days(administration: Administration, first: date) -> list[UnusualDays]:
    """Days from `first` on that differ from an ordinary week: by the production calendar or the administration."""
    own = {one.day: one for one in OwnDay.objects.of(administration)}
    hours = hours_of(administration)
    found: list[UnusualDays] = []
    for day in _days(first, first + AHEAD):
        kind = _unusual(day, hours)
        if day in own:
            found.append(UnusualDays(day, day, OwnDayKind(own[day].kind), own[day]))
        elif kind and found and (found[-1].last, found[-1].kind, found[-1].own) == (day - DAY, kind, None):
            found[-1] = UnusualDays(found[-1].first, day, kind)
        elif kind:
            found.append(UnusualDays(day, day, kind))
    return [one for one in found if not _is_weekend(one)]


def _unusual(day: date, hours: WorkingHours) -> OwnDayKind | None:
    """A weekend counts too, so that holidays around it stay one row."""
    if not clock.is_working_day(day, hours):
        return OwnDayKind.OFF
    if clock.is_shortened_day(day, hours):
        return OwnDayKind.SHORTENED
    return OwnDayKind.WORKING if day.weekday() > 4 else None


def _is_weekend(row: UnusualDays) -> bool:
    ordinary = row.own is None and row.kind == OwnDayKind.OFF
    return ordinary and all(day.weekday() > 4 for day in _days(row.first, row.last))


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += DAY


def _record(administration: Administration, by: Person, verb: str, facts: dict[str, str]) -> None:
    record(administration=administration, actor=by, verb=verb, obj=administration, facts=facts)
    administration.__dict__.pop(_CACHE, None)


@compiled_once
def _hours(city: int) -> QuerySet[OfficeHours]:
    return OfficeHours.objects.of(city).order_by("pk")[:1]


@compiled_once
def _own_days(city: int) -> QuerySet[OwnDay]:
    return OwnDay.objects.of(city)


def _read(administration: Administration) -> WorkingHours:
    rows, own = rows_of_each([_hours.bind(administration.pk), _own_days.bind(administration.pk)])
    row, days = next(iter(rows), None), {one.day: DayKind(one.kind) for one in own}
    if row is None:
        return WorkingHours(own_days=days)
    noon = row.lunch_from or row.closes, row.lunch_to or row.closes
    return WorkingHours(row.opens, row.closes, *noon, OFFICE.shorter_before_holiday, days)

"""Read a calendar, keep what was read for the preview, and write it in one transaction."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction

from veche.documents.apart import in_line
from veche.documents.calendar import Calendar as ReadCalendar
from veche.documents.calendar import UnreadableCalendar, is_calendar, read_calendar
from veche.documents.table import UnreadableTable
from veche.journal.domain.record import record
from veche.kernel import clock
from veche.kernel.files import MEGABYTE
from veche.plan.domain.calendar_changes import CalendarChanges, Change, changes_of, window
from veche.plan.domain.calendar_event import READ, stored
from veche.plan.domain.calendars import kind_of
from veche.plan.domain.event_rows import read_events_of_table, read_events_of_text
from veche.plan.domain.shifts import mark_shifted
from veche.plan.enums import ReadingOutcome
from veche.plan.errors import CalendarChanged
from veche.plan.models import Calendar, CalendarReading, Occasion
from veche.staff.models import Administration, Person

# Somebody waits for the answer, and a thread of the web with them. At an address a calendar is read by the worker.
SECONDS, MEMORY = 10, 384 * MEGABYTE


def read_file(*, calendar: Calendar, by: Person, content: bytes, file_name: str) -> CalendarReading:
    """Read ICS, XLSX or CSV and keep it for the preview, in place of the person's earlier one. The program's own note.

    Raises `UnreadableCalendar`. The file is read before the transaction: that may take `SECONDS`.
    """
    zone = calendar.administration.time_zone
    first, last = window(zone)
    if is_calendar(content) or _is_named_so(file_name):
        found = _read_in_line(content, zone=zone, first=first, last=last)
    else:
        found = read_events_of_table(
            content, name=file_name, zone=zone, today=clock.today(zone), first=first, last=last
        )
    return _keep(calendar, by, found, file_name=file_name)


def _read_in_line(content: bytes, **window: Any) -> ReadCalendar:
    """As a table: whoever sends calendars all at once takes no more than two threads of the site's four."""
    try:
        with in_line():
            return read_calendar(content, **window, seconds=SECONDS, memory=MEMORY)
    except UnreadableTable as refused:
        raise UnreadableCalendar(str(refused)) from refused


def read_words(*, calendar: Calendar, by: Person, text: str) -> CalendarReading:
    """Read events from text, one a line, and keep them as `read_file` does. Raises `UnreadableCalendar`."""
    zone = calendar.administration.time_zone
    first, last = window(zone)
    found = read_events_of_text(text, zone=zone, today=clock.today(zone), first=first, last=last)
    return _keep(calendar, by, found, text=text)


def _is_named_so(file_name: str) -> bool:
    return file_name.lower().endswith((".ics", ".ical"))


def _keep(calendar: Calendar, by: Person, found: ReadCalendar, **source: str) -> CalendarReading:
    first, last = window(calendar.administration.time_zone)
    with transaction.atomic():
        CalendarReading.objects.of(by.administration_id).filter(loaded_by=by).delete()
        made: CalendarReading = CalendarReading.objects.create(
            administration=by.administration,
            calendar=calendar,
            loaded_by=by,
            loaded_at=clock.now(),
            first=first,
            last=last,
            occurrences=[stored(one) for one in found.occurrences],
            problems=problems_of(found),
            **source,
        )
    return made


def problems_of(found: ReadCalendar) -> list[dict[str, Any]]:
    """Problems of a calendar as values for a JSON field."""
    return [asdict(one) for one in found.problems]


def kept_reading(calendar: Calendar, person: Person) -> CalendarReading | None:
    found: CalendarReading | None = (
        CalendarReading.objects.of(person.administration_id).filter(loaded_by=person, calendar=calendar).first()
    )
    return found


def discard_reading(reading: CalendarReading) -> None:
    CalendarReading.objects.of(reading.administration_id).filter(pk=reading.pk).delete()


def changes_in(reading: CalendarReading) -> CalendarChanges:
    return changes_of(reading.calendar, reading.occurrences, reading.problems, last=reading.last)


def write_reading(*, reading: CalendarReading, by: Person, digest: str, cancel_gone: bool) -> CalendarChanges:
    """Do what the preview with this digest said, all of it or nothing.

    `cancel_gone`: occasions that are not in the calendar any more are cancelled. Raises `CalendarChanged` if the same
    events would do something else by now, or were written meanwhile.
    """
    with transaction.atomic():
        calendar = lock_calendar(reading.calendar)
        if not CalendarReading.objects.of(reading.administration_id).filter(pk=reading.pk).exists():
            raise CalendarChanged
        found = changes_in(reading)
        if found.digest != digest:
            raise CalendarChanged
        write_changes(calendar=calendar, by=by, found=found, cancel_gone=cancel_gone)
        discard_reading(reading)
    return found


def lock_calendar(calendar: Calendar) -> Calendar:
    """Wait for another reading of the same calendar. Raises `CalendarChanged` if it was removed."""
    rows = Calendar.objects.of(calendar.administration_id).select_for_update(of=("self",))
    locked: Calendar | None = rows.select_related("administration", "office").filter(pk=calendar.pk).first()
    if locked is None:
        raise CalendarChanged
    return locked


def write_changes(*, calendar: Calendar, by: Person | None, found: CalendarChanges, cancel_gone: bool) -> None:
    """Write all rows, mark the plan items that they concern, and one entry of the journal. The caller has locked it."""
    city, gone = calendar.administration, found.of(ReadingOutcome.GONE) if cancel_gone else []
    new, changed = found.of(ReadingOutcome.NEW), found.of(ReadingOutcome.CHANGED)
    was = {
        one.occasion.pk: one.occasion.starts_at
        for one in (*changed, *gone)
        if one.is_shift and one.occasion is not None
    }
    Occasion.objects.bulk_create([_occasion(calendar, by, one) for one in new])
    _update(city, [_changed(one) for one in changed])
    _cancel(city, gone)
    _renew_sources(city, found.of(ReadingOutcome.SAME))
    marked = mark_shifted(city, was)
    calendar.written_at = clock.now()
    calendar.save(update_fields=("written_at",))
    facts = {
        "added": len(new),
        "changed_occasions": len(changed),
        "cancelled": len(gone),
        "items": [item.pk for item in marked],
    }
    record(administration=city, actor=by, verb="calendar.read", obj=calendar, facts=facts)


def _occasion(calendar: Calendar, by: Person | None, one: Change) -> Occasion:
    event = one.event
    assert event is not None  # noqa: S101 -- a new row has an event
    return Occasion(
        administration=calendar.administration,
        calendar=calendar,
        uid=event.key[0],
        recurrence=event.key[1],
        source=event.source,
        kind=kind_of(calendar),
        office_id=calendar.office_id,
        department_id=calendar.department_id,
        created_by_id=by.pk if by else calendar.created_by_id,
        **_read(one, READ),
    )


def _changed(one: Change) -> Occasion:
    occasion, event = one.occasion, one.event
    assert occasion is not None and event is not None  # noqa: PT018, S101 -- a changed row has both
    for name, value in _read(one, one.fields).items():
        setattr(occasion, name, value)
    occasion.cancelled_at, occasion.source = None, event.source
    occasion.uid, occasion.recurrence = event.key
    return occasion


def _read(one: Change, fields: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(one.event, name) for name in fields}


def _update(city: Administration, rows: Sequence[Occasion]) -> None:
    fields = (*READ, "cancelled_at", "source", "uid", "recurrence")
    Occasion.objects.of(city).bulk_update(rows, fields, batch_size=100)


def _cancel(city: Administration, gone: Sequence[Change]) -> None:
    pks = [one.occasion.pk for one in gone if one.occasion is not None]
    Occasion.objects.of(city).filter(pk__in=pks).update(cancelled_at=clock.now())


def _renew_sources(city: Administration, same: Sequence[Change]) -> None:
    """A person may have written what the calendar says now, or put the occasion aside: remember what was read."""
    stale = [one for one in same if one.event and one.occasion and one.occasion.source != one.event.source]
    for one in stale:
        if one.event and one.occasion:
            one.occasion.source = one.event.source
    Occasion.objects.of(city).bulk_update([one.occasion for one in stale if one.occasion], ("source",), batch_size=100)

"""Memorial days: the list that an administration keeps, and their occasions a year ahead."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from veche.journal.domain.record import record
from veche.kernel import clock
from veche.kernel.clock import DAY
from veche.plan.domain.calendar_changes import AHEAD, CalendarChanges, changes_of
from veche.plan.domain.calendar_event import YEARLY
from veche.plan.domain.calendar_reading import lock_calendar, write_changes
from veche.plan.enums import ReadingOutcome
from veche.plan.errors import PlanError
from veche.plan.memorial.known import KNOWN_DAYS, DaySort
from veche.plan.memorial.rules import DayRule
from veche.plan.models import Calendar, MemorialDay, Occasion, PlanItem
from veche.staff.models import Administration, Person

NAME = "Памятные дни"
OWN_SOURCE = "добавили сами"
TAKEN = "День с таким названием у вас уже есть. Ничего не изменили."


@dataclass(frozen=True, slots=True)
class ListedDay:
    """A day of the list. `key`: of a known day its slug, of an own one `own-<pk>`; `next`: when it comes."""

    key: str
    title: str
    rule: DayRule
    source: str
    is_on: bool
    sort: DaySort | None
    next: date
    pk: int = 0


def listed(administration: Administration) -> list[ListedDay]:
    """All known and own days, the next to come first. One query."""
    rows = list(MemorialDay.objects.of(administration))
    chosen = {row.slug: row.is_on for row in rows if row.slug}
    today = clock.today(administration.time_zone)
    found = [
        ListedDay(
            one.slug, one.title, one.rule, one.source, chosen.get(one.slug, one.usual), one.sort, _next(one.rule, today)
        )
        for one in KNOWN_DAYS
    ]
    found += [
        ListedDay(
            f"own-{row.pk}", row.title, rule_of(row), OWN_SOURCE, row.is_on, None, _next(rule_of(row), today), row.pk
        )
        for row in rows
        if not row.slug
    ]
    return sorted(found, key=lambda one: (one.next, one.title))


def calendar_of_days(administration: Administration) -> Calendar | None:
    """The calendar of memorial days; None until somebody has saved their list for the first time."""
    found: Calendar | None = Calendar.objects.of(administration).filter(has_days=True).first()
    return found


def switch_days(*, by: Person, on: Collection[str], off: Collection[str]) -> None:
    """Switch days on and off by their keys, and write the occasions of all that are on. Unknown keys are no day."""
    city = by.administration
    with transaction.atomic():
        calendar = _calendar(by)
        asked = dict.fromkeys(on, True) | dict.fromkeys(off, False)
        changed = [one for one in listed(city) if asked.get(one.key, one.is_on) != one.is_on]
        for one in changed:
            row = {"pk": one.pk} if one.pk else {"slug": one.key}
            MemorialDay.objects.of(city).update_or_create(
                administration=city, **row, defaults={"is_on": not one.is_on, "title": one.title}
            )
        write_days(calendar, by)
        number = sum(not one.is_on for one in changed)
        facts = {"on": number, "off": len(changed) - number}
        if changed:
            record(administration=city, actor=by, verb="calendar.days_chosen", obj=calendar, facts=facts)


def add_day(*, by: Person, title: str, rule: DayRule) -> MemorialDay:
    """An own day, switched on at once. Raises `PlanError` for a name that is taken."""
    city = by.administration
    with transaction.atomic():
        calendar = _calendar(by)
        try:
            with transaction.atomic():
                made: MemorialDay = MemorialDay.objects.create(
                    administration=city,
                    title=title.strip(),
                    month=rule.month,
                    day=rule.day,
                    week=rule.week,
                    weekday=rule.weekday,
                )
        except IntegrityError:
            raise PlanError(TAKEN) from None
        write_days(calendar, by)
        record(administration=city, actor=by, verb="calendar.day_added", obj=calendar, facts={})
    return made


def remove_day(*, day: MemorialDay, by: Person) -> None:
    """Remove an own day with the occasions of which nothing is planned."""
    with transaction.atomic():
        calendar = _calendar(by)
        if not MemorialDay.objects.of(by.administration_id).filter(pk=day.pk, slug="").delete()[0]:
            return
        write_days(calendar, by)
        record(administration=by.administration, actor=by, verb="calendar.day_removed", obj=calendar, facts={})


def write_all_days() -> int:
    """Once a day: the days that have come within a year become occasions. Returns the number of calendars."""
    found = list(Calendar.objects.unscoped().filter(has_days=True).select_related("administration"))
    for calendar in found:
        with transaction.atomic():
            write_days(lock_calendar(calendar), None)
    return len(found)


def write_days(calendar: Calendar, by: Person | None) -> None:
    """Occasions of the days that are switched on, from today and a year ahead. The caller has locked the calendar.

    Of a day that is switched off, occasions go unless something is planned from them. What a person changed or put
    aside stays.
    """
    city = calendar.administration
    first = clock.today(city.time_zone)
    last = first + AHEAD
    said = [one for day in listed(city) if day.is_on for one in _occurrences(day, first, last)]
    found = changes_of(calendar, sorted(said, key=lambda one: str(one["start"])), [], last=last)
    _remove_idle(city, found)
    if found.of(ReadingOutcome.NEW) or found.of(ReadingOutcome.CHANGED):
        write_changes(calendar=calendar, by=by, found=found, cancel_gone=False)


def rule_of(row: MemorialDay) -> DayRule:
    return DayRule(row.month, row.day, row.week, row.weekday)


def _calendar(by: Person) -> Calendar:
    """The calendar of the days, locked; the first one that needs it makes it. Needs a transaction."""
    city = by.administration
    rows = Calendar.objects.of(city).select_for_update(of=("self",))
    made, _ = rows.get_or_create(
        administration=city, has_days=True, defaults={"name": _free_name(city), "created_by": by}
    )
    return lock_calendar(made)


def _free_name(city: Administration) -> str:
    """Somebody may have named a calendar so already."""
    taken = set(Calendar.objects.of(city).filter(name__startswith=NAME).values_list("name", flat=True))
    return next(name for name in (NAME, *(f"{NAME} {number}" for number in range(2, 1000))) if name not in taken)


def _occurrences(day: ListedDay, first: date, last: date) -> Iterator[dict[str, Any]]:
    for year in range(first.year, last.year + 1):
        found = day.rule.in_year(year)
        if found is not None and first <= found <= last:
            yield {
                "uid": f"{YEARLY}{day.key}",
                "start": found.isoformat(),
                "end": (found + DAY).isoformat(),
                "all_day": True,
                "summary": day.title,
                "location": "",
                "recurrence": str(year),
            }


def _remove_idle(city: Administration, found: CalendarChanges) -> None:
    gone = [one.occasion.pk for one in found.of(ReadingOutcome.GONE) if one.occasion is not None]
    planned = PlanItem.objects.of(city).filter(occasion__in=gone).values_list("occasion", flat=True)
    Occasion.objects.of(city).filter(pk__in=set(gone) - set(planned)).delete()


def _next(rule: DayRule, today: date) -> date:
    """29 February comes within eight years."""
    days = (rule.in_year(year) for year in range(today.year, today.year + 9))
    return next(day for day in days if day is not None and day >= today)

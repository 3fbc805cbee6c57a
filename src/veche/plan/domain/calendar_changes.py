"""What each event of a calendar that was read would do to the occasions; nothing is written here."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from veche.kernel import clock
from veche.kernel.clock import DAY, day_bounds, local
from veche.plan.domain.calendar_event import CalendarEvent, Key, event_of
from veche.plan.domain.calendar_pairs import paired
from veche.plan.domain.shifts import items_of
from veche.plan.enums import ReadingOutcome
from veche.plan.models import Calendar, Occasion, PlanItem
from veche.plan.words import when_of

# Past events are read for this long, so that one that was moved back is known again.
BEHIND = timedelta(days=31)
# A rule may repeat without end: events are read a year ahead.
AHEAD = timedelta(days=366)
_LABELS = {"title": "название", "place": "где"}
PRIVATE = "В календаре помечено как личное."
TWICE = "Такое же событие есть в календаре ещё раз."


@dataclass(slots=True)
class Change:
    """One row of the preview. `differences`: what, before, after. `items`: items whose occasion moves or is gone."""

    outcome: ReadingOutcome
    event: CalendarEvent | None = None
    occasion: Occasion | None = None
    fields: Sequence[str] = ()
    differences: list[tuple[str, str, str]] = field(default_factory=list)
    reason: str = ""
    items: list[PlanItem] = field(default_factory=list)

    @property
    def is_shift(self) -> bool:
        """Whether items of the occasion are to be named."""
        moved = any(name in self.fields for name in ("starts_at", "has_hour"))
        back = self.occasion is not None and self.occasion.cancelled_at is not None
        return self.outcome == ReadingOutcome.GONE or (self.outcome == ReadingOutcome.CHANGED and (moved or back))

    @property
    def title(self) -> str:
        return self.event.title if self.event else str(self.occasion)

    def when(self, zone: str) -> str:
        shown = self.event or self.occasion
        return when_of(shown.starts_at, has_hour=shown.has_hour, zone=zone) if shown else ""

    def as_json(self) -> list[Any]:
        shown = self.event.source if self.event else (self.occasion.pk if self.occasion else None)
        return [self.outcome.value, shown, list(self.fields), self.differences, [item.pk for item in self.items]]


@dataclass(frozen=True, slots=True)
class CalendarChanges:
    rows: tuple[Change, ...]

    def of(self, outcome: ReadingOutcome) -> list[Change]:
        return [one for one in self.rows if one.outcome == outcome]

    @property
    def counts(self) -> Mapping[ReadingOutcome, int]:
        found = Counter(one.outcome for one in self.rows)
        return {outcome: found[outcome] for outcome in ReadingOutcome if found[outcome]}

    @property
    def shifted(self) -> list[PlanItem]:
        return [item for one in self.rows for item in one.items]

    @property
    def digest(self) -> str:
        """Of all that would be done: a preview is confirmed only if this is still the same."""
        said = json.dumps([one.as_json() for one in self.rows], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()


def window(zone: str) -> tuple[date, date]:
    """First and last day that are read of a calendar."""
    today = clock.today(zone)
    return today - BEHIND, today + AHEAD


def changes_of(
    calendar: Calendar, said: Sequence[Mapping[str, Any]], problems: Sequence[Mapping[str, Any]], *, last: date
) -> CalendarChanges:
    """Compare occurrences as JSON, read until `last`, with the calendar's occasions. Two queries.

    Events that `problems` name were not read, so their occasions are not gone. Rows by outcome, then by beginning.
    """
    city = calendar.administration
    events = [event_of(one, city.time_zone) for one in said]
    if any(one["kind"] == "too_many" for one in problems):
        last = min(last, local(events[-1].starts_at, city.time_zone).date() - DAY)
    unread = frozenset(str(one["uid"]) for one in problems)
    occasions = list(Occasion.objects.of(city).filter(calendar=calendar).order_by("starts_at", "pk"))
    found = list(_Comparison(city.time_zone, occasions, unread, last).rows(events))
    _add_items(calendar, found)
    order = list(ReadingOutcome)
    return CalendarChanges(tuple(sorted(found, key=lambda one: order.index(one.outcome))))


class _Comparison:
    def __init__(self, zone: str, occasions: Sequence[Occasion], unread: frozenset[str], last: date) -> None:
        self.zone, self.now, self.unread = zone, clock.now(), unread
        self.today, self.end = day_bounds(clock.today(zone), zone)[0], day_bounds(last, zone)[1]
        self.known: dict[Key, Occasion] = {(one.uid, one.recurrence): one for one in occasions}

    def rows(self, events: Sequence[CalendarEvent]) -> Iterator[Change]:
        seen: set[Key] = set()
        unknown: list[CalendarEvent] = []
        for event in events:
            if event.key in seen or event.private:
                yield Change(ReadingOutcome.SKIPPED, event, reason=PRIVATE if event.private else TWICE)
            elif occasion := self.known.get(event.key):
                yield self._compared(event, occasion)
            else:
                unknown.append(event)
            if not event.private:
                seen.add(event.key)
        left = [one for key, one in self.known.items() if key not in seen]
        ahead = [one for one in left if self._is_ahead(one)]
        pairs = paired(unknown, ahead, times=Counter(event.key[0] for event in events), zone=self.zone)
        for event in unknown:
            occasion = pairs.get(event.key)
            yield self._compared(event, occasion) if occasion else self._new(event)
        taken = {one.pk for one in pairs.values()}
        yield from (self._gone(one) for one in left if one.pk not in taken)

    def _compared(self, event: CalendarEvent, occasion: Occasion) -> Change:
        past = event.ends_at <= self.now and not self._is_ahead(occasion)
        if past or occasion.dropped_at is not None:
            return Change(ReadingOutcome.SAME, event, occasion)
        fields = event.changed_since(occasion)
        if not fields and occasion.cancelled_at is None:
            return Change(ReadingOutcome.SAME, event, occasion)
        return Change(ReadingOutcome.CHANGED, event, occasion, fields, list(self._differences(event, occasion, fields)))

    def _new(self, event: CalendarEvent) -> Change:
        return Change(ReadingOutcome.PAST if event.ends_at <= self.now else ReadingOutcome.NEW, event)

    def _gone(self, occasion: Occasion) -> Change:
        standing = occasion.cancelled_at is None and occasion.dropped_at is None
        gone = standing and self._is_ahead(occasion) and occasion.uid not in self.unread
        return Change(ReadingOutcome.GONE if gone else ReadingOutcome.SAME, None, occasion)

    def _is_ahead(self, occasion: Occasion) -> bool:
        """Whether the calendar must still name it: from today on, and within what was read."""
        starts_at = occasion.starts_at
        begins = self.now if occasion.has_hour else self.today
        return starts_at is not None and begins <= starts_at < self.end

    def _differences(
        self, event: CalendarEvent, occasion: Occasion, fields: Sequence[str]
    ) -> Iterator[tuple[str, str, str]]:
        if occasion.cancelled_at is not None:
            yield "состоится ли", "отменено", "снова в календаре"
        if {"starts_at", "has_hour"} & set(fields):
            before = when_of(occasion.starts_at, has_hour=occasion.has_hour, zone=self.zone)
            yield "когда", before, when_of(event.starts_at, has_hour=event.has_hour, zone=self.zone)
        if "ends_at" in fields:
            yield "до", self._end(occasion.ends_at, occasion.has_hour), self._end(event.ends_at, event.has_hour)
        for name, label in _LABELS.items():
            if name in fields:
                yield label, getattr(occasion, name), getattr(event, name)

    def _end(self, moment: datetime | None, has_hour: bool) -> str:
        """The last day of an event of whole days."""
        return when_of(moment - (timedelta() if has_hour else DAY), has_hour=has_hour, zone=self.zone) if moment else ""


def _add_items(calendar: Calendar, rows: Sequence[Change]) -> None:
    shifting = {one.occasion.pk: one for one in rows if one.is_shift and one.occasion is not None}
    for item in items_of(calendar.administration, shifting) if shifting else ():
        shifting[item.occasion_id or 0].items.append(item)

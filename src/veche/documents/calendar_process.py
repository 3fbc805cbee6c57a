"""The process that reads a calendar: `python -m veche.documents.calendar_process MEMORY ZONE FIRST LAST`.

`calendar` starts it. The calendar is its standard input; the answer is one JSON object of `occurrences` and `problems`.
"""

import json
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from icalendar.error import BrokenCalendarProperty

from veche.documents.calendar import MOST_OCCURRENCES, SECONDS, Occurrence, Problem
from veche.kernel.limits import limit

# Of one event: a weekly one of five years takes 10 ms.
_SECONDS_OF_EVENT = 2.0
_DAY = timedelta(days=1)
# A rule that repeats more often than each hour makes no calendar of a city.
_TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY"})
_MOST_A_DAY = 24
# Characters of a name, place or id; sentences about events.
MOST_TEXT, MOST_PROBLEMS = 500, 1000


class EndlessRule(Exception):
    """A rule takes too long, or repeats too often."""


def main(memory: str, zone: str, first: str, last: str) -> None:
    limit(memory=int(memory), seconds=SECONDS)
    signal.signal(signal.SIGALRM, _end)
    reader = _Reader(ZoneInfo(zone), date.fromisoformat(first), date.fromisoformat(last))
    for calendar in _calendars(sys.stdin.buffer.read()):
        reader.read(calendar)
    json.dump(reader.as_json(), sys.stdout)


def _calendars(content: bytes) -> list[Any]:
    """Some programs write one calendar behind another. Raises ValueError for one that is cut off."""
    begun, ended = (content.count(word) for word in (b"BEGIN:VCALENDAR", b"END:VCALENDAR"))
    if begun == ended > 1:
        return list(icalendar.Calendar.from_ical(content, multiple=True))
    return [icalendar.Calendar.from_ical(content)]


def _end(*_signal: Any) -> None:
    raise EndlessRule


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


class _Reader:
    """Occurrences between two days, and problems."""

    def __init__(self, zone: ZoneInfo, first: date, last: date) -> None:
        self.zone, self.first, self.last = zone, first, last
        self.occurrences: list[Occurrence] = []
        self.problems: list[Problem] = []

    def as_json(self) -> dict[str, Any]:
        found = sorted(self.occurrences, key=lambda one: (one.start, one.uid))
        if len(found) > MOST_OCCURRENCES:
            self._say("", "too_many", f"событий больше {MOST_OCCURRENCES}, взяты первые")
        return {
            "occurrences": [_fields(one) for one in found[:MOST_OCCURRENCES]],
            "problems": [_fields(one) for one in self.problems],
        }

    def read(self, calendar: Any) -> None:
        series: dict[str, list[Any]] = {}
        for number, event in enumerate(calendar.walk("VEVENT")):
            if self._is_sound(event):
                series.setdefault(_text(event, "UID") or f"#{number}", []).append(event)
        for uid, events in series.items():
            self._series(calendar, uid, events)

    def _is_sound(self, event: Any) -> bool:
        uid = _text(event, "UID")
        if "DTSTART" not in event:
            self._say(uid, "no_start", _text(event, "SUMMARY"))
            return False
        try:
            start = event["DTSTART"].dt
        except (BrokenCalendarProperty, AttributeError):
            self._say(uid, "unreadable_start", _text(event, "SUMMARY"))
            return False
        zone = event["DTSTART"].params.get("TZID")
        if zone and isinstance(start, datetime) and start.tzinfo is None:
            self._say(uid, "unknown_zone", str(zone))
        if _is_of_no_day(event):
            del event["DTEND"]
        if _is_backwards(event):
            self._say(uid, "ends_before_start", _text(event, "SUMMARY"))
            del event["DTEND"]
        return self._has_sound_rules(event, uid)

    def _has_sound_rules(self, event: Any, uid: str) -> bool:
        rules = event.get("RRULE", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            try:
                kind = "endless_rule" if _is_endless(rule) else ""
            except (BrokenCalendarProperty, AttributeError, TypeError, ValueError):
                kind = "bad_rule"
            if kind:
                self._say(uid, kind, _text(event, "SUMMARY"))
                return False
        return True

    def _series(self, calendar: Any, uid: str, events: Sequence[Any]) -> None:
        """An event with all its exceptions."""
        alone = icalendar.Calendar()
        alone.update({name: value for name, value in calendar.items() if name == "X-WR-TIMEZONE"})
        for event in events:
            alone.add_component(event)
        try:
            with _limited(_SECONDS_OF_EVENT):
                found = recurring_ical_events.of(alone).between(self.first - _DAY, self.last + 2 * _DAY)
        except EndlessRule:
            self._say(uid, "endless_rule", _text(events[0], "SUMMARY"))
        except Exception as error:  # noqa: BLE001 -- the library raises whatever a broken rule meets
            self._say(uid, "bad_rule", str(error)[:200])
        else:
            repeats = len(events) > 1 or any(name in events[0] for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
            for event in found:
                self._occurrence(uid, event, repeats=repeats)

    def _occurrence(self, uid: str, event: Any, *, repeats: bool) -> None:
        if _text(event, "STATUS").upper() == "CANCELLED":
            return
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        all_day = not isinstance(start, datetime)
        if not all_day:
            start, end = self._local(start), self._local(end)
        if self._is_within(start, end):
            said = ("" if uid.startswith("#") else uid, start.isoformat(), end.isoformat(), all_day)
            words = (_text(event, "SUMMARY"), _text(event, "LOCATION"))
            private = _text(event, "CLASS").upper() in ("PRIVATE", "CONFIDENTIAL")
            self.occurrences.append(Occurrence(*said, *words, self._recurrence(event) if repeats else "", private))

    def _recurrence(self, event: Any) -> str:
        planned = event["RECURRENCE-ID" if "RECURRENCE-ID" in event else "DTSTART"].dt
        return (
            self._local(planned).astimezone(UTC).isoformat() if isinstance(planned, datetime) else planned.isoformat()
        )

    def _local(self, moment: Any) -> datetime:
        """In the zone; a moment without a zone is taken as it stands."""
        if not isinstance(moment, datetime):
            return datetime(moment.year, moment.month, moment.day, tzinfo=self.zone)
        return moment.replace(tzinfo=self.zone) if moment.tzinfo is None else moment.astimezone(self.zone)

    def _is_within(self, start: date, end: date) -> bool:
        begins = start.date() if isinstance(start, datetime) else start
        ends = (end - timedelta.resolution).date() if isinstance(end, datetime) else end - _DAY
        return begins <= self.last and max(begins, ends) >= self.first

    def _say(self, uid: str, kind: str, text: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(uid, kind, text))


def _is_endless(rule: Any) -> bool:
    """Whether a rule repeats more often than hourly, or never moves on. Raises what a broken rule meets."""
    often = str(rule["FREQ"][0]).upper()
    each = [len(rule.get(name, [0])) for name in ("BYHOUR", "BYMINUTE", "BYSECOND")]
    return often in _TOO_OFTEN or int(rule.get("INTERVAL", [1])[0]) < 1 or each[0] * each[1] * each[2] > _MOST_A_DAY


def _is_of_no_day(event: Any) -> bool:
    """Whether an event of whole days ends on the day when it begins: its writer meant one day."""
    try:
        start, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None
    except (BrokenCalendarProperty, AttributeError):
        return False
    return not isinstance(start, datetime) and start == end


def _is_backwards(event: Any) -> bool:
    try:
        return bool("DTEND" in event and event["DTEND"].dt < event["DTSTART"].dt)
    except (BrokenCalendarProperty, AttributeError, TypeError):  # a day and a moment cannot be compared
        return False


def _text(event: Any, name: str) -> str:
    """With single spaces, without controls, cut: thousands of occurrences may repeat it."""
    value = event.get(name, "")
    said = " ".join(str(value[0] if isinstance(value, list) else value)[: 4 * MOST_TEXT].split())
    return "".join(sign for sign in said if sign.isprintable())[:MOST_TEXT]


def _fields(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


if __name__ == "__main__":
    main(*sys.argv[1:])

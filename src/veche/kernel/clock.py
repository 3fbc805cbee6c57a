"""Time in the city: time zone, weeks, working hours and the Russian production calendar.

Storage and arithmetic are in UTC; a zone (an IANA name such as `Asia/Barnaul`) is needed only where people's hours
begin and end. Transferred days off come from the government's decrees, as the package `holidays` lists them.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from itertools import takewhile
from zoneinfo import ZoneInfo

from veche.kernel.days_off import days_off

DAY = timedelta(days=1)
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
# Days that a form or an address may name: at the ends of the calendar the arithmetic of dates itself ends.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
# Labour Code, article 112: the non-working holidays, as month and day.
_PUBLIC_HOLIDAYS = frozenset([(1, day) for day in range(1, 9)] + [(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)])
_MOVED_FROM = re.compile(r"перенесено с (\d{2})\.(\d{2})\.(\d{4})")
# In days: no city closes for longer.
_LONGEST_CLOSURE = 366


class DayKind(StrEnum):
    OFF = "off"
    WORKING = "working"
    SHORTENED = "shortened"


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Office hours of an ordinary day, in the city's wall-clock time.

    `own_days`: days that the office keeps otherwise than the production calendar. Without lunch, `lunch_from` equals
    `lunch_to`.
    """

    opens: time = time(8)
    closes: time = time(17)
    lunch_from: time = time(12)
    lunch_to: time = time(13)
    # Labour Code, article 95: one hour less on the eve of a non-working holiday.
    shorter_before_holiday: timedelta = timedelta(hours=1)
    own_days: Mapping[date, DayKind] = field(default_factory=dict, hash=False)


OFFICE = WorkingHours()


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and hour so many months ago, the last day of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


def local(moment: datetime, zone: str) -> datetime:
    """The moment in the city's time. Raises for a naive moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(ZoneInfo(zone))


def today(zone: str) -> date:
    return local(now(), zone).date()


def at(day: date, hour: time, zone: str) -> datetime:
    """The UTC moment when the city's clock shows `hour` on `day`."""
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)


def named_day(text: str) -> date | None:
    """The day that an address names in ISO form (`2026-11-27`, `2026-W48-1`); None for nonsense."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def day_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """First moment of the city's day and first moment of the next one, in UTC."""
    return at(day, time.min, zone), at(day + DAY, time.min, zone)


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week that `day` belongs to."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def week_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """First moment of the city's week and first moment of the next one, in UTC."""
    monday, sunday = week_of(day)
    return at(monday, time.min, zone), at(sunday + DAY, time.min, zone)


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the month that `day` belongs to."""
    first = day.replace(day=1)
    return first, (first + 31 * DAY).replace(day=1) - DAY


def month_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """First moment of the city's month and first moment of the next one, in UTC."""
    first, last = month_of(day)
    return at(first, time.min, zone), at(last + DAY, time.min, zone)


def is_working_day(day: date, hours: WorkingHours = OFFICE) -> bool:
    """By the office's own days, then by the five-day production calendar: a Saturday may be a working day, a Friday
    may not."""
    if own := hours.own_days.get(day):
        return own != DayKind.OFF
    days_off, working_weekends = _production_calendar(day.year)
    return day in working_weekends or (day.weekday() < 5 and day not in days_off)


def is_shortened_day(day: date, hours: WorkingHours = OFFICE) -> bool:
    """True on the eve of a non-working holiday, unless the office keeps the day otherwise.

    A Saturday worked in exchange for such an eve inherits its length (order of the Ministry of Health and
    Social Development of 13.08.2009 № 588н, clause 1).
    """
    if own := hours.own_days.get(day):
        return own == DayKind.SHORTENED
    if not is_working_day(day):
        return False
    exchanged = _production_calendar(day.year)[1].get(day)
    return _is_eve(day) or (exchanged is not None and _is_eve(exchanged))


def working_intervals(day: date, zone: str, hours: WorkingHours = OFFICE) -> list[tuple[datetime, datetime]]:
    """The city's working time of one day as UTC intervals, in order; empty on a day off."""
    if not is_working_day(day, hours):
        return []
    closes = at(day, hours.closes, zone)
    if is_shortened_day(day, hours):
        closes -= hours.shorter_before_holiday
    before = (at(day, hours.opens, zone), min(at(day, hours.lunch_from, zone), closes))
    after = (at(day, hours.lunch_to, zone), closes)
    return [(start, end) for start, end in (before, after) if start < end]


def working_hours_between(start: datetime, end: datetime, zone: str, hours: WorkingHours = OFFICE) -> timedelta:
    """Working time between two moments; negative when `end` is before `start`."""
    if end < start:
        return -working_hours_between(end, start, zone, hours)
    total = timedelta()
    for opens, closes in takewhile(lambda span: span[0] < end, _intervals_from(start, zone, hours)):
        total += max(min(closes, end) - max(opens, start), timedelta())
    return total


def add_working_hours(start: datetime, amount: timedelta, zone: str, hours: WorkingHours = OFFICE) -> datetime:
    """The UTC moment when `amount` of working time has passed since `start`."""
    if amount < timedelta():
        raise ValueError("working time is only added forwards")
    if not amount:
        return start.astimezone(UTC)
    left, intervals = amount, _intervals_from(start, zone, hours)
    while True:
        opens, closes = next(intervals)
        begins = max(opens, start.astimezone(UTC))
        if closes - begins >= left:
            return begins + left
        left -= max(closes - begins, timedelta())


def subtract_working_hours(end: datetime, amount: timedelta, zone: str, hours: WorkingHours = OFFICE) -> datetime:
    """The moment from which `amount` of working time has passed until `end`; at most a year before it."""
    left, day = amount, local(end, zone).date()
    for back in range(_LONGEST_CLOSURE):
        for opens, closes in reversed(working_intervals(day - back * DAY, zone, hours)):
            worked = max(min(closes, end) - opens, timedelta())
            if worked >= left:
                return min(closes, end) - left
            left -= worked
    return end - _LONGEST_CLOSURE * DAY


def end_of_working_day(moment: datetime, days: int, zone: str, hours: WorkingHours = OFFICE) -> datetime:
    """The end of work on the last of so many working days, the moment's own day not counted."""
    day = local(moment, zone).date()
    for _ in range(_LONGEST_CLOSURE):
        day += DAY
        spans = working_intervals(day, zone, hours)
        days -= bool(spans)
        if spans and not days:
            return spans[-1][1]
    raise ValueError("no working day within a year")


def _intervals_from(start: datetime, zone: str, hours: WorkingHours) -> Iterator[tuple[datetime, datetime]]:
    day = local(start, zone).date()
    while True:
        yield from working_intervals(day, zone, hours)
        day += DAY


def _is_eve(day: date) -> bool:
    following = day + DAY
    return (following.month, following.day) in _PUBLIC_HOLIDAYS


@cache
def _production_calendar(year: int) -> tuple[frozenset[date], dict[date, date]]:
    """Days off of a year beside weekends, and the weekend days worked instead (worked day → its day off)."""
    named = days_off(year)
    worked: dict[date, date] = {}
    for day, name in named.items():
        if moved := _MOVED_FROM.search(name):
            numbers = [int(part) for part in moved.groups()]
            worked[date(numbers[2], numbers[1], numbers[0])] = day
    working = {day: off for day, off in worked.items() if not _is_public_holiday(day, named)}
    return frozenset(named), working


def _is_public_holiday(day: date, named: dict[date, str]) -> bool:
    return (day.month, day.day) in _PUBLIC_HOLIDAYS or day in named

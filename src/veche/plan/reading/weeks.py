"""The month, the years and the week that a heading names: «План на март 2027 года», «7–13 декабря»."""

import re
from dataclasses import replace
from datetime import date, timedelta

from veche.plan.reading.days import MONTH, Day, months_and_years_in, read_day_in
from veche.plan.reading.outcome import Period

_NAMED = MONTH.replace("(", "(?:", 1)
_OF_MONTH = rf"(?:[./]\d{{1,2}}(?:[./]\d{{2,4}})?|\s*{_NAMED}(?:\s+\d{{4}})?)"
_SPAN = rf"(?<![\d.:/])(\d{{1,2}}{_OF_MONTH}?)\s*(?:[-–—]|по|до)\s*(\d{{1,2}}{_OF_MONTH})(?!\d)"
_ANYWHERE = re.compile(_SPAN)
_ALONE = re.compile(rf"(?:с\s+)?{_SPAN}(?:\s*г(?:ода|\.)?)?[\s.:]*")


def under_heading(period: Period, text: str) -> Period:
    """The period with what a heading names."""
    months, years = months_and_years_in(text)
    month = next(iter(months)) if len(months) == 1 else period.month if not months else None
    named = replace(period, month=month, years=tuple(sorted(years)) or period.years)
    known = period.week if not months or any(day.month in months for day in period.week or ()) else None
    return replace(named, week=_week_in(text, named) or known)


def is_span(text: str) -> bool:
    """Whether a text is a span of days and nothing else: «1–5 декабря»."""
    return _ALONE.fullmatch(_folded(text)) is not None


def in_week(day: Day, period: Period) -> Day:
    """The day of a weekday in the week that a heading names; `day` as it is if it names none."""
    if day.day is not None or day.weekday is None or period.week is None:
        return day
    first, last = period.week
    found = first + timedelta((day.weekday - first.weekday()) % 7)
    return Day(found, weekday=day.weekday, clock=day.clock) if found <= last else day


def _week_in(text: str, period: Period) -> tuple[date, date] | None:
    found = _ANYWHERE.search(_folded(text))
    last = read_day_in(found[2], period).day if found else None
    if found is None or last is None:
        return None
    first = _first_day(found[1], last, period)
    return (first, last) if first and 1 <= (last - first).days <= 6 else None


def _first_day(said: str, last: date, period: Period) -> date | None:
    """The first day of a week from «30 ноября», or from a number alone, which takes the month of the last day."""
    if said.isdecimal():
        return last.replace(day=int(said)) if 0 < int(said) <= last.day else None
    return read_day_in(
        said, replace(period, years=(last.year - 1, last.year), first=last - timedelta(6), last=last)
    ).day


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())

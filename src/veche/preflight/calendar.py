"""Days in words and figures, and weekdays."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

MONTHS = ["январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"]
_MONTH = (
    r"(?:январ[ьяе]|феврал[ьяе]|марта?|апрел[ьяе]|ма[йяе]|июн[ьяе]|июл[ьяе]|августа?|сентябр[ьяе]"
    r"|октябр[ьяе]|ноябр[ьяе]|декабр[ьяе])"
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_FIGURES = re.compile(r"(?<![\d.])(\d{1,2})\.(\d\d)(?:\.(\d{4}|\d\d))?(?!\d|\.\d|\s?(?:%|руб|₽|час|км|м\b))")
_WORDS = re.compile(
    rf"(?<![\d.:])(\d{{1,2}})(?:-?(?:го|е|ого|ое))?\s+({_MONTH})(?![а-яё])(?:\s+(\d{{4}}))?", re.IGNORECASE
)
_RANGE = re.compile(r"(?<!\d)(\d{1,2})\s?[–—-]\s?(?=\d{1,2}(?:\.\d\d\.\d{4}|\s+[а-я]{3}))")


class Day(NamedTuple):
    """A day in a text at `start:end`; `year` is None if the text leaves it out."""

    start: int
    end: int
    day: int
    month: int
    year: int | None


def days(text: str) -> Iterator[Day]:
    """Days in the order of kinds: «2026-12-03», «03.12.2026», «3 декабря»."""
    for match in _ISO.finditer(text):
        yield Day(*match.span(), int(match[3]), int(match[2]), int(match[1]))
    for match in _FIGURES.finditer(text):
        if 1 <= int(match[2]) <= 12 and 1 <= int(match[1]) <= 31:
            year = int(match[3]) if match[3] else None
            yield Day(
                *match.span(), int(match[1]), int(match[2]), year + 2000 if year is not None and year < 100 else year
            )
    for match in _WORDS.finditer(text):
        yield Day(*match.span(), int(match[1]), month_of(match[2]), int(match[3]) if match[3] else None)


def month_of(word: str) -> int:
    low = word.lower()
    return next(at for at, stem in sorted(enumerate(MONTHS, 1), key=lambda one: -len(one[1])) if low.startswith(stem))


def nearest(found: Day, today: date) -> date | None:
    """The date; without a year, the one nearest to today. None if there is no such day."""
    years = [found.year] if found.year else [today.year - 1, today.year, today.year + 1]
    possible = []
    for year in years:
        try:
            possible.append(date(year, found.month, found.day))
        except ValueError:
            continue
    return min(possible, key=lambda one: abs((one - today).days), default=None)


def dates_in(text: str, today: date) -> list[date]:
    """All dates of a short note, in order; «18–20.09.2026» is both ends."""
    found = sorted(days(text))
    dates = [day for one in found if (day := nearest(one, today))]
    for match in _RANGE.finditer(text):
        if dates and 1 <= int(match[1]) <= 31:
            try:
                dates.append(dates[-1].replace(day=int(match[1])))
            except ValueError:
                continue
    return dates

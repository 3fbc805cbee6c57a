"""Days that a person may have meant by a day that a file gets wrong: «31 июня», «пн, 10 марта» of a Wednesday."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from veche.kernel.clock import DAY
from veche.plan.domain.file_rows import FileRow
from veche.plan.reading.days import days_written_in, weekday_in
from veche.plan.reading.outcome import Reason, WarningKind


def offered_days(row: FileRow, *, year: int, here: date) -> list[date]:
    """Two days or none, none of them past. `year`: that of the file's other days."""
    if row.reason == Reason.IMPOSSIBLE_DATE:
        offered = _around_the_end(row.text, year)
    else:
        offered = _of_either(row.day, dict(row.warnings).get(WarningKind.WEEKDAY_MISMATCH.value, ""))
    return offered if all(day >= here for day in offered) else []


def year_of(rows: Iterable[FileRow], here: date) -> int:
    """The year of most days of a file; the present one if it has none."""
    years = Counter(row.day.year for row in rows if row.day)
    return years.most_common(1)[0][0] if years else here.year


def _around_the_end(text: str, year: int) -> list[date]:
    """The last day of the month and the day after it."""
    for number, month, own in days_written_in(text):
        if 1 <= month <= 12:
            after = (date(own or year, month, 1) + 31 * DAY).replace(day=1)
            if number in (29, 30, 31) and number > (after - DAY).day:
                return [after - DAY, after]
    return []


def _of_either(day: date | None, said: str) -> list[date]:
    """The day, and the nearest one of the weekday that is written beside it, in their order."""
    weekday = weekday_in(said) if said else None
    if day is None or weekday is None or weekday == day.weekday():
        return []
    apart = (weekday - day.weekday() + 3) % 7 - 3
    return sorted((day, day + apart * DAY))

"""Which day each column of a grid is, row after row: «1 | 2 | 3», «7\nКаток», «Пн 7.12», or weekdays alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from veche.documents.table import Cell, Row
from veche.plan.reading.columns import is_heading
from veche.plan.reading.days import MONTH, Day, is_only_day, read_day, read_day_in, weekday_in
from veche.plan.reading.outcome import Period, Reason

# Fewer days across are no grid.
FEWEST = 3
_LONGEST_HEADING = 30
_NAMED = MONTH.replace("(", "(?:", 1)
_WORDS = re.compile(
    r"\s*(?:(?:пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)[,.]?\s+)?"
    rf"(?P<day>(?P<number>\d{{1,2}})(?P<month>\.\d{{1,2}}(?:\.\d{{2,4}})?|[ \t]+{_NAMED}(?:[ \t]+\d{{4}})?)?)"
    r"(?P<end>$|[ \t]*\n|[ \t]*[.):—–-][ \t]+|[ \t]+)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# «Пн 7» of a plan for December.
_NUMBERED = re.compile(r"[а-яё]+[.,]?\s+\d{1,2}", re.IGNORECASE)
_BEGINS = re.compile(r"\s*(?:\d|пн|вт|ср|чт|пт|сб|вс|пон|чет|суб|вос|mon|tue|wed|thu|fri|sat|sun)", re.IGNORECASE)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Named:
    """The day that a cell names. `day`: None for a number alone; `rest`: the words behind it.

    `is_sure`: nothing else can be meant; «12 месяцев» begins with a number too.
    """

    number: int
    day: date | None = None
    rest: str = ""
    is_sure: bool = True


def days_across(row: Row, period: Period) -> dict[int, Day]:
    """The days or weekdays that a row names across, by column; {} if it is no heading of a grid."""
    if sum(map(_may_head, row.cells)) < FEWEST or is_heading(row):
        return {}
    found = {column: day for column, cell in enumerate(row.cells) if (day := _of_heading(cell, period))}
    if len(found) < FEWEST or len(found) * 2 <= sum(bool(cell.text) for cell in row.cells):
        return {}
    days, weekdays = [one.day for one in found.values()], [one.weekday for one in found.values()]
    if all(weekday is not None for weekday in weekdays):
        return found if len(set(weekdays)) == len(weekdays) else {}
    return found if _follow(days) else {}


def _may_head(cell: Cell) -> bool:
    """A quick look at a cell: most rows of a long list end here."""
    if isinstance(cell.value, str):
        return len(cell.value) <= _LONGEST_HEADING and _BEGINS.match(cell.value) is not None
    return isinstance(cell.value, date)


def _follow(days: list[date | None]) -> bool:
    """Whether each day is the next one, or the one after a weekend."""
    return all(day and after and 1 <= (after - day).days <= 3 for day, after in pairwise(days))


def _of_heading(cell: Cell, period: Period) -> Day | None:
    """A weekday, a weekday with a number, or a day of a month; a number alone is a row of the grid."""
    if not cell.text or len(cell.text) > _LONGEST_HEADING or isinstance(cell.value, int | float):
        return None
    weekday = weekday_in(cell.text)
    if weekday is not None and _NUMBERED.fullmatch(cell.text.strip()):
        return Day(read_day(cell, period).day, weekday=weekday)
    if not isinstance(cell.value, date) and not is_only_day(cell.text):
        return None
    day = read_day(cell, period).day
    return Day(day, weekday=weekday) if day or weekday is not None else None


class GridDays:
    """`now`: the days of the columns in the week that is read. `last`: the day that was read last."""

    def __init__(self, heading: Mapping[int, Day], period: Period, after: "GridDays | None" = None) -> None:
        """`heading`: days or weekdays by the first column of each; `after`: the grid above it on the sheet."""
        self.weekdays = {column: day.weekday for column, day in heading.items()}
        self.now = {column: day for column, day in heading.items() if day.day}
        self.has_dates = self.has_numbers = bool(self.now)
        self.period = period
        self.last: date | None = None if after is None else after.last

    def begin_month(self, period: Period) -> None:
        if (period.month, period.years) != (self.period.month, self.period.years):
            self.last = None
        self.period = period

    def day_of(self, column: int) -> Day:
        if found := self.now.get(column):
            return found
        reason = Reason.NO_DATE if self.has_numbers else Reason.NO_EXACT_DATE
        return Day(reason=reason, weekday=None if self.has_numbers else self.weekdays.get(column))

    def read(self, cells: Mapping[int, Cell]) -> dict[int, str]:
        """Begin another week if the cells name days; then the words behind the day, by column."""
        named = {column: one for column, cell in sorted(cells.items()) if (one := self._named(cell))}
        if self.has_dates or not self._is_week(named, len(cells)):
            return {}
        self.has_numbers = True
        self.now = {column: self._placed(column, one, named) for column, one in named.items()}
        return {column: one.rest for column, one in named.items()}

    def _named(self, cell: Cell) -> Named | None:
        if isinstance(cell.value, datetime | date):
            day = read_day(cell, self.period).day
            return Named(day.day, day) if day else None
        found = _WORDS.match(cell.text)
        if not found or not 1 <= int(found["number"]) <= 31:
            return None
        number, rest = int(found["number"]), found["rest"]
        if not found["month"]:
            return Named(number, None, rest, is_sure=not found["end"] or "\n" in found["end"])
        day = read_day_in(found["day"], self.period).day
        return Named(number, day, rest) if day else None

    def _is_week(self, named: Mapping[int, Named], filled: int) -> bool:
        """Whether the cells name the days of a week: all that are filled, or numbers that follow each other."""
        if not named:
            return False
        sure = [one for one in named.values() if one.is_sure]
        if len(sure) == filled or len(sure) >= FEWEST:
            return True
        return len(named) == filled and self._fits(named)

    def _fits(self, named: Mapping[int, Named]) -> bool:
        """Whether the numbers are as far apart as their columns, or the only one is a week after the one above."""
        columns = list(named)
        if len(columns) == 1:
            above = self.now.get(columns[0], Day()).day
            one = named[columns[0]]
            return one.is_sure or (above is not None and (above + timedelta(7)).day == one.number)
        order = list(self.weekdays)
        return all(
            order.index(after) - order.index(before) == named[after].number - named[before].number
            or named[after].number <= _WEEK < named[before].number
            for before, after in pairwise(columns)
        )

    def _placed(self, column: int, one: Named, week: Mapping[int, Named]) -> Day:
        weekday = self.weekdays.get(column)
        if one.day is None:
            year, month = self._month_of(column, one, week)
            day = replace(read_day_in(f"{one.number}.{month:02}.{year}", self.period), weekday=weekday)
        else:
            day = Day(one.day, weekday=weekday)
        self.last = day.day or self.last
        return day

    def _month_of(self, column: int, one: Named, week: Mapping[int, Named]) -> tuple[int, int]:
        """Year and month of a number: of the day before it, or the next month where the numbers begin again."""
        if self.last is None:
            return self._first_month(column, one, week)
        begins_again = one.number < self.last.day and one.number <= _WEEK
        found = _after(self.last.year, self.last.month, 1 if begins_again else 0)
        if column != next(iter(week)):
            return found
        # A grid of one month may end with the first days of the next, with which the grid below begins.
        near = [_after(*found, step) for step in (0, -1, 1)]
        return next((month for month in near if self._suits(*month, column, one.number)), found)

    def _first_month(self, column: int, one: Named, week: Mapping[int, Named]) -> tuple[int, int]:
        """Of the first week. Its numbers may begin in the month before, «30, 1, 2», or be the last of a month."""
        likely = self._likely_months()
        before = [_after(*month, -1) for month in likely]
        leads = any(other.number <= _WEEK < one.number for other in week.values())
        near = (*before, *likely) if leads else likely
        return next((month for month in near if self._suits(*month, column, one.number)), near[0])

    def _likely_months(self) -> list[tuple[int, int]]:
        """The month that a heading names, in the years that it may be of; else the months near the plan's beginning."""
        begin, month = self.period.first or self.period.today, self.period.month
        if month is None:
            return [_after(begin.year, begin.month, step) for step in (0, 1, -1, *range(2, 12))]
        usual = read_day_in(f"1.{month:02}", self.period).day or begin
        years = self.period.years or (usual.year, begin.year - 1, begin.year, begin.year + 1)
        return [(year, month) for year in years]

    def _suits(self, year: int, month: int, column: int, number: int) -> bool:
        """Whether the day stands in the column of its weekday."""
        weekday = self.weekdays.get(column)
        try:
            return weekday is None or date(year, month, number).weekday() == weekday
        except ValueError:  # there is no such day in that month
            return False


def _after(year: int, month: int, months: int) -> tuple[int, int]:
    return year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1

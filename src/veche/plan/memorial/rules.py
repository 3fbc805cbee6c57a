"""On which day of a year a holiday falls."""

from dataclasses import dataclass
from datetime import date, timedelta

from veche.morphology.months import MONTHS_OF

LAST = -1
WEEK = timedelta(days=7)
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_ORDER = {
    1: ("первый", "первая", "первое"),
    2: ("второй", "вторая", "второе"),
    3: ("третий", "третья", "третье"),
    4: ("четвёртый", "четвёртая", "четвёртое"),
    LAST: ("последний", "последняя", "последнее"),
}
_GENDERS = (0, 0, 1, 0, 1, 1, 2)


@dataclass(frozen=True, slots=True)
class DayRule:
    """`day` of `month`; with `week` the weekday (Monday is 0) of that week of the month, `LAST` is the last one.

    `of_year`: the number of a day of the year instead of all that; 256 falls on 13 September, in a leap year on 12.
    """

    month: int = 0
    day: int = 0
    week: int = 0
    weekday: int = 0
    of_year: int = 0

    def in_year(self, year: int) -> date | None:
        """None if the year has no such day: 29 February."""
        if self.of_year:
            return date(year, 1, 1) + timedelta(days=self.of_year - 1)
        if self.week:
            return self._by_week(year)
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    def said(self) -> str:
        """«12 декабря», «последнее воскресенье августа»."""
        if self.of_year:
            return f"{self.of_year}-й день года"
        if self.week:
            order = _ORDER[self.week][_GENDERS[self.weekday]]
            return f"{order} {WEEKDAYS[self.weekday]} {MONTHS_OF[self.month - 1]}"
        return f"{self.day} {MONTHS_OF[self.month - 1]}"

    def _by_week(self, year: int) -> date:
        first = date(year, self.month, 1)
        day = first + timedelta(days=(self.weekday - first.weekday()) % 7)
        if self.week != LAST:
            return day + WEEK * (self.week - 1)
        while (day + WEEK).month == self.month:
            day += WEEK
        return day


def on(month: int, day: int) -> DayRule:
    return DayRule(month=month, day=day)


def weekday_of(week: int, weekday: int, month: int) -> DayRule:
    return DayRule(month=month, week=week, weekday=weekday)

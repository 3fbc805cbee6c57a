"""On which days a series falls, and how that is said."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.formats import date_format

from veche.kernel.clock import DAY, week_of
from veche.morphology.numerals import listed
from veche.plan.enums import Rhythm
from veche.plan.models import Series

_EVERY = (
    "каждый понедельник",
    "каждый вторник",
    "каждую среду",
    "каждый четверг",
    "каждую пятницу",
    "каждую субботу",
    "каждое воскресенье",
)
_BY = ("понедельникам", "вторникам", "средам", "четвергам", "пятницам", "субботам", "воскресеньям")
_WEEKS = {2: "две недели", 3: "три недели", 4: "четыре недели"}


def days_of(series: Series, first: date, last: date) -> Iterator[date]:
    """Its days from `first` to `last`, both inclusive."""
    day = max(first, series.starts_on)
    last = min(last, series.ends_on) if series.ends_on else last
    while day <= last:
        if falls_on(series, day):
            yield day
        day += DAY


def falls_on(series: Series, day: date) -> bool:
    """Within its term. A 31st or a 29 February falls on no day of a month or year that has none."""
    if series.rhythm == Rhythm.YEARLY:
        return (day.month, day.day) == (series.starts_on.month, series.starts_on.day)
    if series.rhythm == Rhythm.MONTHLY:
        return day.day == series.starts_on.day
    weeks = (week_of(day)[0] - week_of(series.starts_on)[0]) // timedelta(days=7)
    return str(day.weekday()) in series.weekdays and weeks % series.every == 0


def said(series: Series) -> str:
    """«каждый вторник в 12:00», «по вторникам и пятницам раз в две недели в 9:00»."""
    return f"{_days_said(series)} в {series.hour:%H:%M}"


def _days_said(series: Series) -> str:
    if series.rhythm == Rhythm.YEARLY:
        return f"каждый год {date_format(series.starts_on, 'j E')}"
    if series.rhythm == Rhythm.MONTHLY:
        return f"каждый месяц {series.starts_on.day}-го числа"
    days = [int(digit) for digit in series.weekdays]
    if series.every == 1 and len(days) == 1:
        return _EVERY[days[0]]
    if series.every == 1 and len(days) == 7:
        return "каждый день"
    apart = "" if series.every == 1 else f" раз в {_WEEKS[series.every]}"
    return f"по {listed(_BY[day] for day in days)}{apart}"


def left_out(series: Series) -> str:
    """What a person may not expect of the day they chose; "" if nothing."""
    day = series.starts_on.day
    if series.rhythm == Rhythm.YEARLY and (series.starts_on.month, day) == (2, 29):
        return "29 февраля бывает раз в четыре года: в остальные годы пункта не будет."
    if series.rhythm == Rhythm.MONTHLY and day > 28:
        return f"Где нет {day}-го числа, пункта в этом месяце не будет."
    return ""

"""Moments, weekdays and spans in words, in the city's time: «завтра в 12:00». Moments are template filters too. In
addresses a moment is a number of microseconds.
"""

from datetime import date, datetime, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format

from veche.kernel.clock import DAY, EPOCH, MICROSECOND, local, today
from veche.morphology.numerals import counted

# Of microseconds: until the year 5138.
_DIGITS = 17
# Of an ordinary working day.
_AT_WORK = timedelta(hours=8)
_NEAR = {-1: "вчера", 0: "сегодня", 1: "завтра"}
_ON = ("в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье")
SHORT_WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


def microseconds(moment: datetime) -> str:
    """The moment as an address names it."""
    return str((moment - EPOCH) // MICROSECOND)


def moment_from(text: str) -> datetime | None:
    """The moment that an address names; None for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        return None
    return EPOCH + int(text) * MICROSECOND


def hour(moment: datetime, zone: str) -> str:
    return f"{local(moment, zone):%H:%M}"


def date_of(moment: datetime, zone: str) -> str:
    """«25 ноября»."""
    return date_format(local(moment, zone), "j E")


def date_and_year(moment: datetime, zone: str) -> str:
    """«25 ноября 2026»."""
    return date_format(local(moment, zone), "j E Y")


def date_and_hour(moment: datetime, zone: str) -> str:
    """«25 ноября, 12:00»."""
    return date_format(local(moment, zone), "j E, H:i")


def is_today(moment: datetime, zone: str) -> bool:
    return local(moment, zone).date() == today(zone)


def lately(moment: datetime, zone: str) -> str:
    """«в 16:00» for today, else with the day: «вчера в 16:00»."""
    if is_today(moment, zone):
        return f"в {hour(moment, zone)}"
    return spoken(moment, zone)


def day(moment: datetime, zone: str) -> str:
    """«пятница, 27 ноября», with the year when it is another one."""
    there = local(moment, zone)
    words = date_format(there, "l, j E").lower()
    return words if there.year == today(zone).year else f"{words} {there.year}"


def short_day(moment: datetime, zone: str) -> str:
    """«сегодня», «пт, 27 ноября»."""
    return _day(local(moment, zone).date(), zone)


def exact(moment: datetime, zone: str) -> str:
    """To the second: «25 ноября, 10:48:07»."""
    return date_format(local(moment, zone), "j E, H:i:s")


def spoken(moment: datetime, zone: str) -> str:
    """«сегодня в 16:00», «пт, 27 ноября в 12:00»."""
    there = local(moment, zone)
    return f"{_day(there.date(), zone)} в {hour(moment, zone)}"


def dated(moment: datetime, zone: str) -> str:
    """«пт, 27 ноября в 12:00», for letters: «завтра» is another day when they are read."""
    return f"{_date(local(moment, zone).date(), zone)} в {hour(moment, zone)}"


def briefly(moment: datetime, zone: str) -> str:
    """For a list: the hour of today, else the day."""
    there = local(moment, zone).date()
    ahead = (there - today(zone)).days
    if ahead == 0:
        return hour(moment, zone)
    return _NEAR[ahead] if ahead in _NEAR else date_of(moment, zone)


def until(moment: datetime, zone: str) -> str:
    """A deadline: «до 15:00» today, «до завтра, 9:00», «до чт, 17:00» within a week, else «до 3 декабря, 17:00»."""
    there, now_ = local(moment, zone), today(zone)
    ahead = (there.date() - now_).days
    if ahead == 0:
        return f"до {hour(moment, zone)}"
    if ahead == 1:
        return f"до завтра, {hour(moment, zone)}"
    words = date_format(there, "D").lower() if 0 < ahead < 7 else date_of(moment, zone)
    return f"до {words}, {hour(moment, zone)}"


def _day(there: date, zone: str) -> str:
    ahead = (there - today(zone)).days
    return _NEAR[ahead] if ahead in _NEAR else _date(there, zone)


def _date(there: date, zone: str) -> str:
    words = date_format(there, "D, j E").lower()
    return words if there.year == today(zone).year else f"{words} {there.year}"


def on_day(day: date) -> str:
    """«в среду»."""
    return _ON[day.weekday()]


def week_span(monday: date, sunday: date) -> str:
    """«23–29 ноября», «30 ноября – 6 декабря», of one day «23 ноября»; a template filter too."""
    if monday == sunday:
        return date_format(monday, "j E")
    if (monday.year, monday.month) == (sunday.year, sunday.month):
        return f"{monday.day}–{date_format(sunday, 'j E')}"
    return f"{date_format(monday, 'j E')} – {date_format(sunday, 'j E')}"


def day_name(day: date) -> str:
    """«среда»."""
    return str(WEEKDAYS[day.weekday()]).lower()


def lasts(span: timedelta) -> str:
    """«1 ч 40 мин», «3 дня»; never less than a minute."""
    minutes = max(int(span.total_seconds() // 60), 1)
    if minutes < 60:
        return f"{minutes}\N{NO-BREAK SPACE}мин"
    if span < 2 * DAY:
        hours, rest = divmod(minutes, 60)
        return (
            f"{hours}\N{NO-BREAK SPACE}ч {rest}\N{NO-BREAK SPACE}мин"
            if rest and hours < 10
            else f"{hours}\N{NO-BREAK SPACE}ч"
        )
    return counted(span.days, "день", "дня", "дней")


def lasts_at_work(span: timedelta) -> str:
    """A span of working time: «1 ч 40 мин», «7 рабочих дней». Two days of it have sixteen hours, not forty-eight."""
    days = round(span / _AT_WORK)
    return lasts(span) if days < 2 else counted(days, "рабочий день", "рабочих дня", "рабочих дней")

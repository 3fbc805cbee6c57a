"""Moments in words, in the city's time: «завтра в 12:00». Also template filters."""

from datetime import date, datetime

from django.utils.formats import date_format

from veche.kernel.clock import local, today

NEAR = {-1: "вчера", 0: "сегодня", 1: "завтра"}


def hour(moment: datetime, zone: str) -> str:
    return date_format(local(moment, zone), "H:i")


def lately(moment: datetime, zone: str) -> str:
    """«в 16:00» for today, else with the day: «вчера в 16:00»."""
    if local(moment, zone).date() == today(zone):
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


def briefly(moment: datetime, zone: str) -> str:
    """For a list: the hour of today, else the day."""
    there = local(moment, zone).date()
    ahead = (there - today(zone)).days
    if ahead == 0:
        return hour(moment, zone)
    return str(NEAR[ahead]) if ahead in NEAR else date_format(there, "j E")


def until(moment: datetime, zone: str) -> str:
    """A deadline: «до 15:00» today, «до завтра, 9:00», «до чт, 17:00» within a week, else «до 3 декабря, 17:00»."""
    there, now_ = local(moment, zone), today(zone)
    ahead = (there.date() - now_).days
    if ahead == 0:
        return f"до {hour(moment, zone)}"
    if ahead == 1:
        words = str(NEAR[1])
    else:
        words = date_format(there, "D").lower() if 0 < ahead < 7 else date_format(there, "j E")
    return f"до {words}, {hour(moment, zone)}"


def _day(there: date, zone: str) -> str:
    ahead = (there - today(zone)).days
    if ahead in NEAR:
        return str(NEAR[ahead])
    words = date_format(there, "D, j E").lower()
    return words if there.year == today(zone).year else f"{words} {there.year}"

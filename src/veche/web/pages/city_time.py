"""Moments as people say them, on the city's clock: «10:31», «вчера, 19:04», «3 ноября, 12:10»."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from veche.kernel.clock import local, today


def said_at(moment: datetime, zone: str) -> str:
    here = local(moment, zone)
    hour = here.strftime("%H:%M")
    days = today(zone) - here.date()
    if not days:
        return _("сегодня, %(hour)s") % {"hour": hour}
    if days == timedelta(days=1):
        return _("вчера, %(hour)s") % {"hour": hour}
    return f"{date_format(here, 'j E' if days < timedelta(days=300) else 'j E Y')}, {hour}"


def briefly(moment: datetime, zone: str) -> str:
    """For a line of a list: the hour of today, else the day."""
    here = local(moment, zone)
    days = today(zone) - here.date()
    if not days:
        return here.strftime("%H:%M")
    return _("вчера") if days == timedelta(days=1) else date_format(here, "j E")

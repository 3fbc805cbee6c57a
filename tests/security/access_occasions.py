"""Rows of access_table.py about calendars whose events become occasions."""

from typing import Any

from tests.security.access_plan import NOTES_OCCASIONS, PRESS, occasion, planned
from tests.security.access_row import Row
from tests.security.access_staff import EVERYBODY
from tests.security.world import World
from veche.plan.models import MemorialDay


def calendar(world: World) -> dict[str, Any]:
    return {"pk": world.calendar.pk}


def city_calendar(world: World) -> dict[str, Any]:
    return {"pk": world.city_calendar.pk}


def memorial_day(world: World) -> dict[str, Any]:
    said = {"administration": world.administration, "title": "Юбилей завода"}
    return {"pk": MemorialDay.objects.get_or_create(**said, defaults={"month": 9, "day": 1})[0].pk}


# Of dave's department; erin is a curator of another one.
OWN_CALENDAR = PRESS | {"dave"}
OCCASIONS = (
    Row("plan:occasion_restore", PRESS, about=occasion, post={}),
    Row("plan:occasion_take", PRESS, about=occasion, post={}),
    Row("plan:occasion_seen", PRESS, about=planned, post={}),
    Row("plan:occasions", EVERYBODY),
    Row("plan:days", EVERYBODY),
    Row("plan:days", PRESS, post={}),
    Row("plan:day_add", PRESS),
    Row("plan:day_add", PRESS, post={"title": "День города", "month": "9", "day": "1", "weekday": "6"}),
    Row("plan:day_remove", PRESS, about=memorial_day),
    Row("plan:day_remove", PRESS, about=memorial_day, post={}),
    Row("plan:calendars", EVERYBODY),
    Row("plan:feeds", PRESS),
    Row("plan:feeds", PRESS, post={"name": "Телефон начальника"}, ok=200),
    Row("plan:feed_revoke", PRESS, about=lambda w: {"pk": w.feed.feed.pk}, post={}),
    Row("plan:feed", (), about=lambda w: {"secret": w.feed.secret.reveal()}, public=True),
    Row("plan:calendar_add", NOTES_OCCASIONS),
    Row("plan:calendar_add", NOTES_OCCASIONS, post={"name": "Календарь города"}, ok=422),
    Row("plan:calendar", EVERYBODY, about=calendar),
    Row("plan:calendar_rename", OWN_CALENDAR, about=calendar),
    Row("plan:calendar_rename", OWN_CALENDAR, about=calendar, post={"name": "Отдел: события"}),
    Row("plan:calendar_settings", PRESS, about=calendar),
    Row("plan:calendar_settings", PRESS, about=calendar, post={"warns_days": "3"}),
    Row("plan:calendar_remove", OWN_CALENDAR, about=calendar),
    Row("plan:calendar_remove", OWN_CALENDAR, about=calendar, post={}),
    Row("plan:calendar_load", OWN_CALENDAR, about=calendar),
    Row("plan:calendar_load", OWN_CALENDAR, about=calendar, post={}, ok=422),
    Row("plan:calendar_load", PRESS, about=city_calendar),
    Row("plan:calendar_text", OWN_CALENDAR, about=calendar),
    Row("plan:calendar_text", OWN_CALENDAR, about=calendar, post={"text": ""}, ok=422),
    Row("plan:calendar_text", PRESS, about=city_calendar),
    Row("plan:calendar_address", OWN_CALENDAR, about=calendar),
    Row("plan:calendar_address", OWN_CALENDAR, about=calendar, post={"address": "https://calendar.example.org/x.ics"}),
    Row("plan:calendar_forget", OWN_CALENDAR, about=calendar, post={}),
    Row("plan:calendar_read_now", OWN_CALENDAR, about=calendar, post={}),
    Row("plan:calendar_reading", PRESS, about=city_calendar, ok=302),
    Row("plan:calendar_write", OWN_CALENDAR, about=calendar, post={}),
    Row("plan:calendar_discard", OWN_CALENDAR, about=calendar, post={}),
)

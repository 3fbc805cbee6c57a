"""Where publications of the demo come from: texts for any day, memorial days, news, residents' questions."""

from datetime import timedelta

from django.db import transaction

from veche.demo.city import City
from veche.demo.content.sources import (
    EVENT,
    EVENT_CALENDAR,
    EVENT_OF,
    EVENT_PLACE,
    EVERGREENS,
    SITE,
    SITE_NEWS,
)
from veche.documents.site_feed import FeedEntry
from veche.inbox.domain.asked_often import find_asked, set_asked
from veche.kernel.clock import now
from veche.plan.domain.after_event import ask_due
from veche.plan.domain.calendar_settings import set_calendar
from veche.plan.domain.calendars import add_calendar
from veche.plan.domain.memorial_days import switch_days
from veche.plan.domain.site_news import write_news
from veche.plan.enums import MaterialPart, OccasionKind
from veche.plan.models import Calendar, Occasion
from veche.publishing.domain.evergreens import write_down

# A small city: three people who ask the same are many.
PEOPLE, DAYS = 3, 14
HOUR = timedelta(hours=1)


def write(city: City) -> None:
    for piece in EVERGREENS:
        fields = {"title": piece.title, "text": piece.text, "link": "", "format": piece.format}
        said = {**fields, "category": piece.category, "accounts": city.accounts}
        write_down(administration=city.administration, by=city.officer, said=said, once=None)
    switch_days(by=city.officer, on=(), off=())
    _news(city)
    _after_event(city)
    set_asked(by=city.head_of_press, is_on=True, people=PEOPLE, days=DAYS)
    find_asked(city.administration)


def _after_event(city: City) -> None:
    """An event of a department's calendar has ended: its photos, quotes and names are asked for by the program."""
    department, moment = city.departments[EVENT_OF], now()
    calendar = add_calendar(by=city.officer, name=EVENT_CALENDAR, owner=department)
    said = {"asks_after": 1, "asks_for": [part.value for part in MaterialPart]}
    set_calendar(calendar=calendar, by=city.officer, said=said)
    # As if it had been switched on before the event.
    Calendar.objects.of(city.administration).filter(pk=calendar.pk).update(asks_since=moment - 6 * HOUR)
    Occasion.objects.create(
        administration=city.administration,
        calendar=calendar,
        uid="event-1",
        kind=OccasionKind.DEPARTMENT,
        title=EVENT,
        place=EVENT_PLACE,
        starts_at=moment - 4 * HOUR,
        ends_at=moment - 2 * HOUR,
        department=department,
        created_by=city.officer,
    )
    ask_due()


def _news(city: City) -> None:
    """As if they were read at an address, which the demo has not: nothing goes outside."""
    calendar = add_calendar(by=city.officer, name="Новости сайта", owner=city.administration)
    calendar.has_news = True
    calendar.save(update_fields=("has_news",))
    moment = now()
    entries = [
        FeedEntry(f"news-{number}", title, f"{SITE}{number}", summary, moment - ago)
        for number, (title, summary, ago) in enumerate(SITE_NEWS, 1)
    ]
    with transaction.atomic():
        write_news(calendar, entries)

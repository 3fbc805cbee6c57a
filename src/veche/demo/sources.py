"""Where publications of the demo come from: texts for any day, memorial days, news, residents' questions."""

from django.db import transaction

from veche.demo.city import City
from veche.demo.content.sources import EVERGREENS, SITE, SITE_NEWS
from veche.documents.site_feed import FeedEntry
from veche.inbox.domain.asked_often import find_asked, set_asked
from veche.kernel.clock import now
from veche.plan.domain.calendars import add_calendar
from veche.plan.domain.memorial_days import switch_days
from veche.plan.domain.site_news import write_news
from veche.publishing.domain.evergreens import write_down

# A small city: three people who ask the same are many.
PEOPLE, DAYS = 3, 14


def write(city: City) -> None:
    for piece in EVERGREENS:
        fields = {"title": piece.title, "text": piece.text, "link": "", "format": piece.format}
        said = {**fields, "category": piece.category, "accounts": city.accounts}
        write_down(administration=city.administration, by=city.officer, said=said, once=None)
    switch_days(by=city.officer, on=(), off=())
    _news(city)
    set_asked(by=city.head_of_press, is_on=True, people=PEOPLE, days=DAYS)
    find_asked(city.administration)


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

"""News of the official site become occasions, each once; one press makes an item of the plan out of one."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from tests.factories import make_calendar, make_occasion
from tests.markup import words
from tests.people import client_of
from tests.plan.test_calendars import MONDAY, OPENING, ics
from veche.accounts.models import Account
from veche.journal.models import Entry
from veche.plan.domain import calendar_fetching
from veche.plan.domain.calendar_address import read_soon, set_address
from veche.plan.domain.calendar_fetching import read_due
from veche.plan.domain.occasions import change_occasion, remove_occasion
from veche.plan.domain.queries import occasions_to_choose, occasions_untold
from veche.plan.enums import Format, OccasionKind
from veche.plan.models import Calendar, Occasion, PlanItem
from veche.staff.models import Person

pytestmark = pytest.mark.django_db


def rss(**titles: str) -> bytes:
    """Entries by guid, each an hour older than the one before."""
    items = "".join(
        f"<item><guid>{guid}</guid><title>{title}</title><link>https://site.example/{guid}</link>"
        f"<pubDate>{(MONDAY - timedelta(hours=1 + place)):%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
        for place, (guid, title) in enumerate(titles.items())
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


@pytest.fixture
def calendar(alice: Person, httpserver: HTTPServer, settings: Settings) -> Iterator[Calendar]:
    settings.CALENDAR_HOSTS = frozenset({(httpserver.host, httpserver.port)})
    calendar_fetching.client.cache_clear()
    made = make_calendar(alice.administration, by=alice, name="Новости сайта")
    with time_machine.travel(MONDAY, tick=False):
        set_address(calendar=made, by=alice, address=httpserver.url_for("/rss"))
        yield made
    calendar_fetching.client.cache_clear()


def read(calendar: Calendar, httpserver: HTTPServer, content: bytes) -> dict[str, str]:
    """Titles by guid after the feed was read once more."""
    httpserver.expect_oneshot_request("/rss").respond_with_data(content)
    read_soon(calendar)
    assert read_due() == 1
    calendar.refresh_from_db()
    return dict(Occasion.objects.of(calendar.administration).filter(calendar=calendar).values_list("uid", "title"))


def test_news_come_once_and_change_when_they_are_edited(calendar: Calendar, httpserver: HTTPServer, alice: Person):
    city = calendar.administration
    assert read(calendar, httpserver, rss(a="Каток", b="Дорога", c="Ёлка")) == {
        "a": "Каток",
        "b": "Дорога",
        "c": "Ёлка",
    }
    assert (calendar.has_news, calendar.trouble, calendar.read_at) == (True, "", MONDAY)
    kept = {one.uid: one for one in Occasion.objects.of(city)}
    assert {(one.kind, one.link) for one in kept.values()} == {
        (OccasionKind.NEWS, f"https://site.example/{guid}") for guid in "abc"
    }
    change_occasion(occasion=kept["b"], by=alice, said={"title": "Дорога на Ленина"})
    remove_occasion(occasion=kept["c"], by=alice)

    again = read(calendar, httpserver, rss(d="Школа", a="Каток открыт", b="Дорога", c="Ёлка"))

    assert again == {"a": "Каток открыт", "b": "Дорога на Ленина", "c": "Ёлка", "d": "Школа"}
    kept["c"].refresh_from_db()
    assert kept["c"].dropped_at is not None
    # The feed holds only the newest: what it does not name any more stays. Nothing new is no entry of the journal.
    assert read(calendar, httpserver, rss(d="Школа")) == again
    entries = Entry.objects.of(city).filter(verb="calendar.read").order_by("number")
    assert [one.facts for one in entries] == [
        {"added": 3, "changed_occasions": 0},
        {"added": 1, "changed_occasions": 3},
    ]
    assert not occasions_untold(city, MONDAY - timedelta(days=7), MONDAY + timedelta(days=7)).exists()
    assert not occasions_to_choose(city).exists()
    bomb = b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item><title>&a;</title></item></channel></rss>'
    assert read(calendar, httpserver, bomb) == again
    assert calendar.trouble.startswith("В ленте новостей есть подстановки")
    # Another answer at the same address: events again.
    read(calendar, httpserver, ics(OPENING))
    assert (calendar.has_news, Occasion.objects.of(city).get(title="Открытие катка").kind) == (
        False,
        OccasionKind.OTHER,
    )


def test_one_press_plans_a_news(calendar: Calendar, httpserver: HTTPServer, alice: Person, accounts: list[Account]):
    city, client = calendar.administration, client_of(alice)
    read(calendar, httpserver, rss(a="Каток открыт", b="Дорога"))
    page = words(client.get(reverse("plan:occasions") + "?show=news").content.decode())
    assert "Новости сайта, о которых записей нет: 2" in page
    about = Occasion.objects.of(city).get(uid="a")
    address = reverse("plan:occasion_take", args=[about.pk])

    first, second = client.post(address), client.post(address)

    item = PlanItem.objects.of(city).get()
    assert first["Location"] == second["Location"] == reverse("web:item", args=[item.pk])
    assert (item.occasion_id, item.format, item.note) == (about.pk, Format.LINK, about.link)
    assert (item.accounts.count(), item.publish_at) == (3, MONDAY + timedelta(hours=3))
    assert "о которых записей нет: 1" in words(client.get(reverse("plan:occasions")).content.decode())
    change = client.get(reverse("plan:occasion_change", args=[about.pk])).content.decode()
    assert "новость сайта" in words(change)


def test_a_cancelled_occasion_and_a_city_without_accounts_are_refused(alice: Person):
    about = make_occasion(alice.administration, by=alice, starts_at=MONDAY)
    address, client = reverse("plan:occasion_take", args=[about.pk]), client_of(alice)

    assert "нет ни одного открытого аккаунта" in words(client.post(address, follow=True).content.decode())
    about.cancelled_at = MONDAY
    about.save(update_fields=("cancelled_at",))
    assert "Этого повода уже нет" in words(client.post(address, follow=True).content.decode())
    assert not PlanItem.objects.of(alice.administration).exists()

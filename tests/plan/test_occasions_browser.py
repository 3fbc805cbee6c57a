"""Occasions, calendars, memorial days and secret addresses of the plan in Chromium: axe and the keyboard."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.factories import make_calendar, make_occasion
from tests.publishing.test_browser import said, sit_down, site  # noqa: F401
from tests.publishing.test_pause_browser import fits_and_is_clean
from tests.screens import PHONE
from veche.kernel.clock import DAY, now, today
from veche.plan.domain.feeds import add_feed
from veche.plan.enums import OccasionKind
from veche.staff.models import Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]


def pasted() -> str:
    """A day that is ahead, and one that does not exist."""
    return f"{today('Asia/Barnaul') + 20 * DAY:%d.%m.%Y}, 14:00 — открытие катка, парк Победы\n31 июня — праздник двора"


def look(page: Page, name: str, *args: int, query: str = "") -> None:
    page.goto(reverse(f"plan:{name}", args=args) + query)
    fits_and_is_clean(page)


def test_pages_of_occasions_are_clean_and_work_from_the_keyboard(
    alice: Person,
    sit_down,  # noqa: F811
    said: list[str],  # noqa: F811
) -> None:
    calendar = make_calendar(alice.administration, by=alice, name="Афиша города")
    news = make_occasion(alice.administration, by=alice, title="Каток открыт", starts_at=now())
    news.kind, news.link = OccasionKind.NEWS, "https://site.example/a-rather-long-address-of-a-page-about-the-rink/1"
    news.save(update_fields=("kind", "link"))
    soon = make_occasion(alice.administration, by=alice, title="Ярмарка", starts_at=now() + DAY)
    add_feed(by=alice, name="Телефон")
    page = sit_down(alice)

    # The list of days is switched on, and one is switched off with the space bar.
    look(page, "days")
    expect(page.get_by_role("main")).to_contain_text("пока ничего не попадает")
    page.get_by_role("checkbox", name="День города").or_(page.get_by_role("checkbox", name="Новый год")).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Сохранили. Отмеченные дни")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Новый год")).not_to_be_checked()
    fits_and_is_clean(page)

    # A text is pasted and written.
    look(page, "calendar_text", calendar.pk)
    page.get_by_label("События").fill(pasted())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Новых: 1")
    fits_and_is_clean(page)
    page.get_by_role("button", name="Записать").press("Enter")
    expect(page.get_by_role("link", name="открытие катка", exact=True)).to_be_visible()

    phone = sit_down(alice, PHONE, "dark")
    for one in (page, phone):
        look(one, "occasions")
        look(one, "occasions", query="?show=soon")
        look(one, "occasions", query="?show=news")
        look(one, "occasion_page", soon.pk)
        look(one, "occasion_page", news.pk)
        look(one, "occasion_change", soon.pk)
        look(one, "calendars")
        look(one, "calendar", calendar.pk)
        look(one, "calendar_load", calendar.pk)
        look(one, "calendar_address", calendar.pk)
        look(one, "feeds")
        look(one, "days")
        look(one, "day_add")
    assert said == []

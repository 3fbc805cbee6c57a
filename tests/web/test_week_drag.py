"""Drag and drop in the week and the month, in Chromium: an item, an occasion, and the forecast meanwhile."""

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as chosen
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import make_account, make_occasion, make_plan_item
from tests.people import client_of
from veche.kernel.clock import at, local, today, week_of
from veche.plan.models import PlanItem
from veche.publishing.domain.evergreens import write_down
from veche.staff.models import Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]
ZONE = "Asia/Barnaul"


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """Started after the test's settings are in force: static files are looked up at the start."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def monday() -> date:
    return week_of(today(ZONE))[0] + timedelta(days=7)


@pytest.fixture
def page(chromium: Browser, site: str, alice: Person, monday: date) -> Iterator[Page]:
    """The next week with one item on Monday and one occasion in the tray."""
    account = make_account(alice.administration, responsible=alice)
    noon = at(monday, time(12), ZONE)
    make_plan_item(alice.administration, author=alice, accounts=(account,), publish_at=noon, title="Каток")
    undated = make_occasion(alice.administration, by=alice, title="Ярмарка")
    undated.starts_at = None
    undated.save()
    context = chromium.new_context(base_url=site, viewport={"width": 1366, "height": 900})
    cookie = client_of(alice).cookies[chosen.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
    opened = context.new_page()
    opened.goto(f"{site}/week/?week={monday:%G-W%V}")
    yield opened
    context.close()


def test_an_item_goes_to_another_day(page: Page, monday: date):
    friday = monday + timedelta(days=4)
    page.locator(".item", has_text="Каток").drag_to(page.locator(f"#d{friday.isoformat()} h2"))

    expect(page.locator("#toasts")).to_contain_text("Перенесли")
    assert local(PlanItem.objects.get().publish_at, ZONE).date() == friday


def test_an_occasion_promises_what_the_week_becomes(page: Page, monday: date):
    friday = monday + timedelta(days=4)
    column = page.locator(f"#d{friday.isoformat()}")
    page.locator(".tray li", has_text="Ярмарка").hover()
    page.mouse.down()
    column.locator("h2").hover()
    column.locator("h2").hover()

    expect(column.locator(".drop")).to_have_text("Отпустите: птстанет 2 из 5")
    page.mouse.up()

    expect(page.locator("#id_title")).to_have_value("Ярмарка")
    expect(page.locator("#id_day")).to_have_value(friday.isoformat())


def test_an_item_goes_to_another_week_of_the_month(page: Page, alice: Person, monday: date):
    """In the month of its day, which the page then shows again; a text of the reserve goes to the form of that day."""
    said = {"title": "Трактор", "text": "Звоните 112.", "link": "", "format": "text", "category": "important"}
    accounts = list(PlanItem.objects.get().accounts.all())
    write_down(administration=alice.administration, by=alice, said=said | {"accounts": accounts}, once=None)
    friday = monday + timedelta(days=4)
    page.goto(f"/week/month/?month={monday:%Y-%m}")
    cell = page.locator(f".mday[data-day='{friday.isoformat()}']")
    page.locator(".mi", has_text="Каток").drag_to(cell.locator("h2"))

    expect(page.locator("#toasts")).to_contain_text("Перенесли")
    assert page.url.endswith(f"/week/month/?month={friday:%Y-%m}")
    assert local(PlanItem.objects.get().publish_at, ZONE).date() == friday
    expect(page.locator(f".mday[data-day='{friday.isoformat()}'] .mi")).to_contain_text("Каток")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page).response["violations"] == []
    page.locator(".tray li", has_text="Трактор").drag_to(cell.locator("h2"))
    expect(page.locator("#id_day")).to_have_value(friday.isoformat())
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Поставить").click()
    expect(page.locator(f".mday[data-day='{friday.isoformat()}']")).to_contain_text("Трактор")

"""A month in Chromium: planned from the Head's calendar and the old XLSX, its gap filled from the reserve."""

import re
from datetime import date, time, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.factories import make_account, make_calendar
from tests.plan import plans
from tests.publishing.test_browser import said, sit_down, site  # noqa: F401
from tests.screens import DESK, PHONE
from veche.kernel.clock import at, today
from veche.plan.models import Occasion, PlanItem
from veche.publishing.domain.evergreens import write_down
from veche.staff.enums import OfficeKind
from veche.staff.models import Office, Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]


def fits_and_is_clean(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    assert found == [], [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


def ics(day: date) -> bytes:
    event = f"BEGIN:VEVENT\r\nUID:7@head\r\nSUMMARY:Встреча с ветеранами\r\nDTSTART:{day:%Y%m%d}T040000Z\r\nEND:VEVENT"
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//head//\r\n{event}\r\nEND:VCALENDAR\r\n".encode()


def test_a_month_is_planned_and_its_gap_is_filled(
    alice: Person,
    carol: Person,
    sit_down,  # noqa: F811
    said: list[str],  # noqa: F811
) -> None:
    city = alice.administration
    account = make_account(city, responsible=alice)
    office = Office.objects.create(administration=city, name="Глава города", kind=OfficeKind.HEAD)
    calendar = make_calendar(city, by=alice, name="Календарь Главы", office=office)
    words = {"title": "Как вызвать трактор", "text": "Звоните диспетчеру.", "link": ""}
    write_down(
        administration=city,
        by=alice,
        said=words | {"format": "text", "category": "important", "accounts": [account]},
        once=None,
    )
    day = today(city.time_zone) + timedelta(days=20)
    officer = sit_down(alice)

    officer.goto(f"/week/items/calendars/{calendar.pk}/load/")
    officer.locator("input[type=file]").set_input_files(
        {"name": "Глава.ics", "mimeType": "text/calendar", "buffer": ics(day)}
    )
    officer.get_by_role("button", name="Прочитать").click()
    officer.get_by_role("button", name="Записать").click()
    expect(officer.locator("main")).to_contain_text("Встреча с ветеранами")
    officer.goto(f"/week/month/?month={day:%Y-%m}")
    officer.get_by_role("link", name=re.compile("Встреча с ветеранами")).click()
    officer.get_by_role("button", name="Поставить").click()
    expect(officer.locator(".item", has_text="Встреча с ветеранами")).to_have_count(1)
    assert PlanItem.objects.of(city).get().occasion == Occasion.objects.of(city).get()

    officer.goto("/week/items/file/")
    officer.locator("input[type=file]").set_input_files(
        {"name": "Март.xlsx", "mimeType": "application/octet-stream", "buffer": plans.month(plans.YEAR)}
    )
    officer.get_by_role("button", name="Прочитать").click()
    officer.get_by_role("button", name=re.compile("Поставить в план")).click()
    expect(officer.locator("#toasts")).to_contain_text("Поставили")
    for page in (officer, sit_down(alice, PHONE, "dark")):
        for view in ("month", "list", "fact"):
            page.goto(f"/week/{view}/?month={plans.YEAR}-03")
            expect(page.locator("main")).to_contain_text("Вакансии недели")
            fits_and_is_clean(page)
    assert PlanItem.objects.of(city).count() > 60

    officer.goto("/week/norm/")
    officer.get_by_role("button", name=re.compile("Взять.*Как вызвать трактор")).click()
    expect(officer.locator("#toasts")).to_contain_text("Взяли из запаса")
    expect(officer.locator("main")).to_contain_text("Звоните диспетчеру.")
    head = sit_down(carol, DESK)
    for path in ("/posts/evergreen/", "/posts/evergreen/add/"):
        head.goto(path)
        fits_and_is_clean(head)
    assert PlanItem.objects.of(city).filter(publish_at__gte=at(today(city.time_zone), time(0), city.time_zone)).exists()
    assert said == []

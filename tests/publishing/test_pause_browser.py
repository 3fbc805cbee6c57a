"""The pause and the norm in Chromium: begun by an officer, a condolence let through, ended from the keyboard."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.publishing.test_browser import said, sit_down, site  # noqa: F401
from tests.screens import DESK, PHONE
from tests.written import accounts_of, approved
from veche.kernel.clock import now
from veche.outbox.enums import ActState
from veche.outbox.models import Act, Pause
from veche.staff.models import Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]


def fits_and_is_clean(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    assert found == [], [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


def test_the_city_is_paused_and_goes_on(
    alice: Person,
    carol: Person,
    sit_down,  # noqa: F811
    said: list[str],  # noqa: F811
) -> None:
    accounts = accounts_of(alice)
    kept, moved = (
        approved(alice, carol, title=title, accounts=accounts, publish_at=now() + timedelta(days=1, hours=hours)).post
        for title, hours in (("Показания счётчиков", 1), ("Концерт", 2))
    )
    officer = sit_down(alice)
    officer.goto("/")
    officer.get_by_role("link", name="Пауза").click()
    expect(officer.get_by_label("Траур")).to_be_visible()
    fits_and_is_clean(officer)
    officer.get_by_label("Траур").check()
    officer.get_by_label("Почему").fill("День траура в крае")
    officer.get_by_role("button", name="Поставить паузу").click()
    expect(officer.locator(".pause-bar")).to_contain_text("Траур: записи по плану ждут")
    fits_and_is_clean(officer)

    condolence = approved(alice, carol, title="Соболезнования", accounts=accounts).post
    head = sit_down(carol, PHONE, "dark")
    head.goto("/posts/pause/")
    fits_and_is_clean(head)
    head.get_by_role("button", name=re.compile("Выпустить в паузу.*Соболезнования")).click()
    expect(head.locator(".named")).to_contain_text("Соболезнования")
    head.get_by_role("button", name="Закончить паузу").click()
    expect(head.get_by_role("alert")).to_contain_text("Решите ещё о")
    fits_and_is_clean(head)
    for post, what in ((kept, "Оставить"), (moved, "Перенести")):
        group = head.get_by_role("group", name=re.compile(post.plan_item.title))
        group.get_by_label(what, exact=True).focus()
        head.keyboard.press("Space")
    expect(head.locator(".pause-when:visible")).to_have_count(1)
    fits_and_is_clean(head)
    head.get_by_role("button", name="Закончить паузу").click()

    expect(head.locator(".pause-bar")).to_have_count(0)
    assert Pause.objects.get().ended_by == carol
    assert set(Act.objects.values_list("state", flat=True)) == {ActState.PLANNED}
    assert Act.objects.filter(let_through__isnull=False).count() == len(accounts)
    assert {act.delivery.version.post for act in Act.objects.exclude(let_through=None)} == {condolence}
    for person, size in ((carol, DESK), (alice, PHONE)):
        page = sit_down(person, size)
        page.goto("/week/norm/")
        page.get_by_text("Таблицей").click()
        fits_and_is_clean(page)
    assert [line for line in said if "422" not in line] == []  # the refused end

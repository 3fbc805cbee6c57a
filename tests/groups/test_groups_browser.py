"""«Входящие группами» in Chromium: by keyboard on a desk, by thumb on a phone."""

import os
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.factories import make_account
from tests.groups.test_groups import storm
from tests.screens import DESK, ON_A_DESK
from tests.web.test_inbox_screen import open_page, site  # noqa: F401 -- fixtures
from veche.groups.domain.carry_out import carry_out
from veche.groups.models import GroupDecision
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.staff.models import Administration, Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("size", "scheme"), ON_A_DESK)
def test_a_storm_is_cleared_by_groups(
    request: pytest.FixtureRequest, rubtsovsk: Administration, alice: Person, size: tuple[int, int], scheme: str
) -> None:
    storm(make_account(rubtsovsk, responsible=alice), alice)
    page: Page = request.getfixturevalue("open_page")(alice, "/inbox/groups/", size, scheme)
    expect(page.locator(".group-list > li")).to_have_count(4)
    look(page, f"groups-{size[0]}-{scheme}")
    if size != DESK:
        page.get_by_role("link", name="похоже на рассылку").click()
        expect(page.get_by_role("button", name="Удалить отмеченные")).to_be_visible()
        look(page, f"group-{size[0]}-{scheme}")
        page.get_by_role("button", name="Удалить отмеченные").click()
        expect(page.get_by_text("Удалим 6 комментариев")).to_be_visible()
        return

    page.locator("[name=comment]").last.uncheck()
    expect(page.get_by_role("button", name="Удалить отмеченные: 5")).to_be_visible()
    press(page, "4")  # spam, which is proposed, again
    press(page, "d")
    expect(page.get_by_text("Удалим 5 комментариев (спам)")).to_be_visible()
    expect(page.locator("#bulk-title")).to_contain_text("Под записью")
    press(page, "z")
    expect(page.get_by_text("Отменили: 5 комментариев на месте")).to_be_visible()
    expect(page.locator("#bulk-title")).to_contain_text("похоже на рассылку")
    page.locator("[name=comment]").last.check()
    badge = page.get_by_role("link", name="Входящие").locator(".count")
    expect(badge).to_have_text("18")
    press(page, "d")
    expect(page.get_by_text("Удалим 6 комментариев (спам)")).to_be_visible()
    look(page, f"pressed-{size[0]}-{scheme}")
    GroupDecision.objects.update(due_at=now() - timedelta(seconds=1))
    carry_out()
    expect(page.get_by_text("Решили удалить (спам): 6 из 6")).to_be_visible()
    expect(badge).to_have_text("12")
    press(page, "j")
    expect(page.locator("#bulk-title")).to_contain_text("В деле")
    press(page, "n")
    expect(page.get_by_text("Оставим на месте 3 комментария")).to_be_visible()
    press(page, "?")
    expect(page.get_by_role("heading", name="Клавиши")).to_be_visible()
    look(page, f"keys-{size[0]}-{scheme}")
    assert Message.objects.filter(state=MessageState.DELETING).count() == 6


def press(page: Page, key: str) -> None:
    """Once the page listens: its script comes after what it shows."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def look(page: Page, name: str) -> None:
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/{name}.png")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

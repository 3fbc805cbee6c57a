"""«12 человек спрашивают об одном» in Chromium: in the queue, in the open comment and as a filter."""

import os
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.factories import make_account, make_message
from tests.screens import ON_A_DESK
from tests.web.test_inbox_screen import open_page, site  # noqa: F401 -- fixtures
from veche.kernel.clock import now
from veche.moderation.domain.propose import propose_for_new
from veche.staff.models import Administration, Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]
SAYS = "12 человек спрашивают об одном"


@pytest.fixture
def asked(rubtsovsk: Administration, alice: Person) -> None:
    vk = make_account(rubtsovsk, responsible=alice, title="Рубцовск. Официально")
    moment = now() - timedelta(minutes=20)
    for number in range(12):
        at = moment + timedelta(seconds=number)
        text = "Воды нет с шести утра! Когда дадут?"
        make_message(vk, author_name=f"Житель {number}", author_id=str(number), text=text, at=at)
    make_message(vk, author_name="Ольга", author_id="o", text="Почему в парке нет лавочек?", at=moment)
    propose_for_new()


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(("size", "scheme"), ON_A_DESK)
def test_how_many_people_ask_is_told_and_leads_to_them(
    request: pytest.FixtureRequest, alice: Person, size: tuple[int, int], scheme: str
) -> None:
    page: Page = request.getfixturevalue("open_page")(alice, "/inbox/", size, scheme)
    expect(page.locator(".q-same")).to_have_count(12)
    page.locator(".q-same").first.click()
    expect(page.locator(".q")).to_have_count(12)
    page.get_by_role("link", name=SAYS).first.click()
    expect(page.locator(".q")).to_have_count(13)
    page.locator(".q", has_text="Житель 3").click()
    link = page.locator(".say-same a")
    expect(link).to_have_text(SAYS)
    shoot(page, f"open-{size[0]}-{scheme}")
    link.click()

    expect(page.locator(".q")).to_have_count(12)
    expect(page.get_by_role("link", name=SAYS).first).to_have_attribute("aria-current", "true")
    shoot(page, f"same-{size[0]}-{scheme}")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]] == []
    page.get_by_role("link", name=SAYS).first.click()
    expect(page.locator(".q")).to_have_count(13)


def shoot(page: Page, name: str) -> None:
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/{name}.png")

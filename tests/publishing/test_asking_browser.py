"""Own texts of networks in Chromium: named beside the common text, opened and dropped by one press, and approved."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.publishing.test_asking import OWN, TWENTY_FIVE, out  # noqa: F401
from tests.publishing.test_browser import said, saving, sit_down, site  # noqa: F401
from tests.publishing.test_release import put
from tests.screens import ON_A_DESK
from tests.written import step_of, working, write
from veche.approval.enums import Verdict
from veche.outbox.enums import ActState
from veche.posts.models import Post
from veche.publishing.domain.asking import ask_about
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.release import decide_and_release
from veche.staff.models import Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]


def test_an_own_text_is_opened_and_dropped_from_the_common_one(
    out: Post,  # noqa: F811
    alice: Person,
    sit_down,  # noqa: F811
    said: list[str],  # noqa: F811
):
    rewrite(post=out, by=alice)
    page = sit_down(alice)
    page.goto(f"/posts/{out.pk}/edit/", wait_until="networkidle")

    with saving(page, "25"):
        page.fill("#id_text", TWENTY_FIVE)
    page.get_by_role("link", name="Посмотреть свой текст").click()
    expect(page.locator("#id_text_ok")).to_be_focused()
    expect(page.locator("#id_text")).to_be_hidden()
    page.get_by_role("tab", name="Общий текст").click()
    page.get_by_role("button", name="Пусть идёт общий").click()
    expect(page.locator("#own-texts")).not_to_contain_text("свой текст")

    version = working(out)
    assert version.text == TWENTY_FIVE
    assert list(version.variants.all()) == []
    assert said == []


def test_the_note_comes_while_one_types(out: Post, alice: Person, sit_down):  # noqa: F811
    rewrite(post=out, by=alice)
    page = sit_down(alice)
    page.goto(f"/posts/{out.pk}/edit/", wait_until="networkidle")

    page.get_by_role("tab", name="MAX").click()
    with saving(page, "MAX"):
        page.fill("#id_text_max", "Своё для MAX")
    page.get_by_role("tab", name="Общий текст").click()

    expect(page.get_by_role("link", name="Посмотреть свой текст")).to_have_count(2)


@pytest.mark.parametrize(("size", "scheme"), ON_A_DESK)
def test_the_pages_are_fit_for_everybody(
    out: Post,  # noqa: F811
    alice: Person,
    carol: Person,
    sit_down,  # noqa: F811
    size: tuple[int, int],
    scheme: str,
):
    rewrite(post=out, by=alice)
    write(out, alice, TWENTY_FIVE, ok=OWN)
    page = sit_down(alice, size, scheme)
    found = {}
    version = working(out)
    for name in ("edit", "approve", "agreed"):
        if name == "approve":
            ask_about(version=version, by=alice)
            page = sit_down(carol, size, scheme)
        elif name == "agreed":
            decide_and_release(step=step_of(version), by=carol, verdict=Verdict.YES)
            put(version, "vk", ActState.BY_HAND)
        address = f"/approval/{step_of(version).pk}/" if name == "approve" else f"/posts/{out.pk}/"
        page.goto(f"{address}edit/" if name == "edit" else address, wait_until="networkidle")
        if folder := os.environ.get("VECHE_PICTURES"):
            page.screenshot(path=Path(folder) / f"own-{name}-{size[0]}-{scheme}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found[name] = (wide, [one["id"] for one in Axe().run(page).response["violations"]])

    assert found == {"edit": (False, []), "approve": (False, []), "agreed": (False, [])}

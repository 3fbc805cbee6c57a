"""The editor by the keyboard alone: on a phone the Tab key goes as the page reads; signs are found by their names."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.publishing.test_browser import said, sit_down, site  # noqa: F401
from tests.screens import PHONE
from tests.written import drafted
from veche.staff.models import Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]
# Tops of the cards in the order in which the Tab key enters them.
CARDS = "() => [...document.querySelectorAll('#draft .card')].map((card) => card.getBoundingClientRect().top)"


def test_signs_are_put_into_the_text_and_a_phone_reads_as_it_looks(
    alice: Person,
    sit_down: Callable[..., Page],  # noqa: F811
    said: list[str],  # noqa: F811
):
    post = drafted(alice)
    page = sit_down(alice, PHONE)
    page.goto(f"/posts/{post.pk}/edit/")
    tops = page.evaluate(CARDS)
    assert (len(tops) > 5, tops) == (True, sorted(tops))

    opener = page.get_by_role("button", name="Эмодзи")
    opener.press("Enter")
    page.keyboard.type("снег")
    expect(page.locator(".emoji [role=toolbar] button:visible")).to_have_count(2)  # «снег», «снеговик»
    page.keyboard.press("Enter")
    text = page.locator("#id_text")
    expect(text).to_be_focused()
    expect(text).to_contain_text("🌨")
    page.keyboard.type("!")

    opener.press("Enter")
    page.keyboard.type("нет такого")
    expect(page.get_by_role("status").filter(has_text="Такого здесь нет")).to_be_visible()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    opener.press("Enter")
    for key in ("ArrowDown", "ArrowRight", "ArrowDown", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    expect(text).to_contain_text("🌨!🏙")
    with page.expect_response(lambda it: it.url.endswith("/save/") and it.ok):
        page.keyboard.type(".")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.wait_for_function("document.querySelector('.ed-strip').nextElementSibling.matches('.stack')")
    tops = page.evaluate(CARDS)
    assert tops[0] < tops[3]  # the hour, the signers and the labels stand above the text
    assert said == []

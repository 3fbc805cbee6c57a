"""After publication in Chromium: texts are copied from the card, the pages fit a phone, axe finds nothing."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.publishing.test_after_publication import BETTER, act_of, agreed, out  # noqa: F401
from tests.publishing.test_after_screens import no_admin_key
from tests.publishing.test_browser import NARROW, said, sit_down, site  # noqa: F401
from tests.screens import ON_A_PHONE, PHONE
from veche.outbox.domain.divergence import open_divergence
from veche.outbox.enums import ActState, DivergenceKind
from veche.outbox.models import Act
from veche.posts.models import PostVersion
from veche.publishing.domain.pins import pin
from veche.publishing.domain.withdraw import withdraw
from veche.staff.models import Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]


def a_full_page(out: PostVersion, alice: Person, carol: Person) -> PostVersion:  # noqa: F811
    """Corrected by hand in VK and by API in Telegram, pinned, changed and deleted by somebody else."""
    no_admin_key(out)
    second = agreed(out.post, alice, carol)
    Act.objects.filter(pk=act_of(second, "telegram").pk).update(state=ActState.CONFIRMED, proof="answer")
    pin(post=out.post, by=alice)
    open_divergence(act=act_of(out, "vk"), kind=DivergenceKind.CHANGED, text="Купите слона, недорого")
    open_divergence(act=act_of(out, "telegram"), kind=DivergenceKind.GONE)
    return second


@pytest.mark.parametrize(("size", "scheme"), ON_A_PHONE)
def test_the_pages_are_fit_for_everybody(
    out: PostVersion,  # noqa: F811
    alice: Person,
    carol: Person,
    sit_down,  # noqa: F811
    said: list[str],  # noqa: F811
    size: tuple[int, int],
    scheme: str,
):
    a_full_page(out, alice, carol)
    page = sit_down(alice, size, scheme)
    hand = act_of(out, "vk").changes.get(verb="pin")
    addresses = (f"/posts/{out.post.pk}/", f"/posts/{out.post.pk}/take-down/", "/", f"/outbox/{hand.pk}/", "/posts/")

    found = {}
    for number, address in enumerate(addresses):
        page.goto(address, wait_until="networkidle")
        if folder := os.environ.get("VECHE_PICTURES"):
            page.screenshot(path=Path(folder) / f"{number}-{size[0]}-{scheme}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found[address] = (
            wide,
            [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]],
        )

    assert {address: result for address, result in found.items() if result != (False, [])} == {}
    assert said == []


def test_a_card_is_copied_from_and_ticked(out: PostVersion, alice: Person, carol: Person, sit_down):  # noqa: F811
    second = a_full_page(out, alice, carol)
    page = sit_down(alice)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/posts/{out.post.pk}/", wait_until="networkidle")
    card = page.locator(".by-hand").filter(has_text="правка записи")

    card.get_by_role("button", name="Скопировать").click()
    expect(card.get_by_role("button", name="Скопировано")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    act = act_of(second, "vk")
    address = f"https://vk.com/wall-{act.account.remote_id}_5"
    card.get_by_label("Ссылка на запись").fill(address)
    card.get_by_role("button", name="Сделано").click()
    expect(page.locator(".acts").first).to_contain_text("исправлена, подтвердил человек")

    act = act_of(second, "vk")
    assert copied == BETTER
    assert act.state == ActState.CONFIRMED
    assert act.remote_url == address


def test_after_a_refused_address_every_way_leads_to_a_page(
    out: PostVersion,  # noqa: F811
    alice: Person,
    carol: Person,
    sit_down,  # noqa: F811
):
    """Correcting leads back to the post; «back» from there and the button's address open pages."""
    second = a_full_page(out, alice, carol)
    page = sit_down(alice)
    post, act = f"/posts/{out.post.pk}/", act_of(second, "vk")
    page.goto(post, wait_until="networkidle")
    card = page.locator(".by-hand").filter(has_text="правка записи")
    field = page.get_by_label("Ссылка на запись")

    card.get_by_label("Ссылка на запись").fill("https://vk.com/wall-1_5")
    card.get_by_role("button", name="Сделано").click()
    expect(page.get_by_text("Это запись другой страницы.")).to_be_visible()
    button = page.url
    page.goto(button, wait_until="networkidle")
    opened = page.url
    page.go_back(wait_until="networkidle")
    page.goto(post, wait_until="networkidle")
    card.get_by_label("Ссылка на запись").fill("https://vk.com/wall-1_5")
    card.get_by_role("button", name="Сделано").click()
    expect(page.get_by_text("Это запись другой страницы.")).to_be_visible()
    field.fill(f"https://vk.com/wall-{act.account.remote_id}_5")
    page.get_by_role("button", name="Сделано").click()
    expect(page.locator(".acts").first).to_contain_text("исправлена, подтвердил человек")
    corrected = page.url
    page.go_back(wait_until="networkidle")

    assert button.endswith(f"/outbox/{act.pk}/happened/")
    assert opened.endswith(f"/outbox/{act.pk}/")
    assert corrected.endswith(post)
    assert page.url.endswith(f"/outbox/{act.pk}/")
    expect(page.get_by_text("подтвердил человек: alice")).to_be_visible()


def test_withdrawn_by_two_presses(out: PostVersion, alice: Person, sit_down):  # noqa: F811
    page = sit_down(alice, PHONE)
    page.goto(f"/posts/{out.post.pk}/", wait_until="networkidle")

    page.get_by_role("link", name="Снять с публикации").click()
    page.get_by_label("Почему").fill("Неверный адрес")
    page.get_by_role("button", name="Снять с публикации").click()
    expect(page.locator("main")).to_contain_text("«Неверный адрес»")

    assert Act.objects.filter(verb="withdraw").count() == 2


def test_a_withdrawn_page_on_a_narrow_phone(out: PostVersion, alice: Person, sit_down):  # noqa: F811
    withdraw(post=out.post, by=alice, reason="Неверный адрес")
    page = sit_down(alice, (NARROW, 640))
    page.goto(f"/posts/{out.post.pk}/", wait_until="networkidle")

    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")

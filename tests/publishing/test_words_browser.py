"""A curator corrects a text on her phone; the press takes it on the desk, and each sees who is there."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.approval.routes import ask_about_item, department_of, route, steps
from tests.publishing.test_browser import said, saving, sit_down, site  # noqa: F401
from tests.screens import DESK, PHONE
from tests.written import drafted
from veche.posts.domain.presence import record_presence
from veche.posts.domain.queries import latest_version
from veche.posts.domain.suggest import Seen, suggest
from veche.posts.models import Comment, Presence
from veche.staff.models import Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]
TEXT = "Во вторник с 9 до 16 не будет воды: меняют задвижку. Бочка с водой встанет у дома 118."
MENDED = TEXT.replace("с 9 до 16", "с 9 до 17").replace("118", "114")


def shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("VECHE_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def faults(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [one["id"] for one in Axe().run(page).response["violations"]] + (["scrolls sideways"] if wide else [])


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.nightly)])
def test_a_correction_from_the_phone_to_the_text(
    alice: Person,
    dave: Person,
    sit_down,  # noqa: F811
    said: list[str],  # noqa: F811
    scheme: str,
):
    route(alice.administration, (1, "item_department", {"question": "Верны ли часы?"}), (2, "press_head"))
    post = drafted(alice, text=TEXT, title="Воду отключат на Комсомольской")
    step = steps(ask_about_item(post, alice, department_of(dave)))[0]
    phone, desk = sit_down(dave, PHONE, scheme), sit_down(alice, DESK, scheme)

    phone.goto(f"/approval/{step.pk}/")
    shoot(phone, f"sheet-curator-{scheme}")
    phone.get_by_role("link", name="Предложить другие слова").click()
    phone.get_by_label("Как должно быть").fill(MENDED)
    phone.get_by_label("Почему").fill("бригада просит лишний час")
    phone.get_by_role("button", name="Предложить").click()
    expect(phone.get_by_role("heading", name="Предлагают другие слова")).to_be_visible()
    phone.get_by_text("К какому месту").click()
    phone.get_by_label("Бочка с водой встанет у дома 118.").check()
    phone.get_by_label("Что сказать").fill("Там ли ей стоять?")
    phone.get_by_role("button", name="Сказать").click()
    expect(phone.locator(".said-place")).to_have_text("Бочка с водой встанет у дома 118.")
    shoot(phone, f"words-curator-{scheme}")
    looked_over = [faults(phone)]

    record_presence(post=post, by=dave)
    desk.goto(f"/approval/{step.pk}/")
    shoot(desk, f"sheet-press-{scheme}")
    looked_over.append(faults(desk))
    desk.get_by_role("button", name="Взять", exact=True).first.click()
    expect(desk.get_by_text("взяли, ")).to_be_visible()
    desk.goto(f"/posts/{post.pk}/words/")
    shoot(desk, f"words-press-{scheme}")
    looked_over.append(faults(desk))
    desk.goto(f"/posts/{post.pk}/edit/", wait_until="networkidle")
    shoot(desk, f"editor-press-{scheme}")
    looked_over.append(faults(desk))
    expect(desk.locator("[data-here]")).to_contain_text("сейчас правит: dave")
    assert not Presence.objects.of(alice.administration).filter(person=alice).exists()
    with desk.expect_response("**/here/"), saving(desk, "Внимание"):
        desk.locator("#id_text").press_sequentially("Внимание! ")
    desk.get_by_role("button", name="Взять", exact=True).click()
    expect(desk.get_by_role("heading", name="Предлагают другие слова")).to_have_count(0)

    phone.reload()
    expect(phone.locator(".suggested")).to_contain_text("взяли, alice")
    shoot(phone, f"words-over-{scheme}")
    assert sorted(latest_version(post).text.replace("Внимание! ", "").split()) == sorted(MENDED.split())
    assert Presence.objects.of(alice.administration).filter(person=alice).exists()
    assert Comment.objects.of(alice.administration).get().department == dave.department
    assert (looked_over, said) == ([[], [], [], []], [])


def test_enter_in_the_reason_takes_no_words(alice: Person, dave: Person, sit_down, said: list[str]):  # noqa: F811
    post = drafted(alice, text=TEXT)
    made = suggest(post=post, by=dave, seen=Seen(TEXT), text=TEXT.replace("118", "114"))
    page = sit_down(alice, DESK)
    page.goto(f"/posts/{post.pk}/words/", wait_until="networkidle")

    page.get_by_label("Почему оставили").fill("дом тот же")
    page.get_by_label("Почему оставили").press("Enter")
    page.get_by_role("button", name="Оставить", exact=True).click()

    expect(page.get_by_role("heading", name="Предлагают другие слова")).to_have_count(0)
    assert list(made.changes.values_list("state", "reason")) == [("left", "дом тот же")]
    assert said == []


def test_words_marked_with_the_mouse_are_the_place(alice: Person, sit_down, said: list[str]):  # noqa: F811
    post = drafted(alice, text="Каток открыт. Горка открыта. Каток открыт.")
    page = sit_down(alice, DESK)
    page.goto(f"/posts/{post.pk}/words/", wait_until="networkidle")

    page.evaluate(
        """() => {
          const words = document.querySelector("[data-quote] p").firstChild;
          const range = document.createRange();
          range.setStart(words, 29);
          range.setEnd(words, 34);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    expect(page.locator("[data-marked-words]")).to_have_text("Каток")
    page.get_by_label("Что сказать").fill("Повтор")
    page.get_by_role("button", name="Сказать").click()

    expect(page.locator(".said-place")).to_have_text("Каток")
    made = Comment.objects.of(alice.administration).get()
    assert made.quote == "Каток"
    assert made.occurrence == 2
    assert said == []

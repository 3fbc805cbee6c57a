"""The page of a publication in Chromium: after approval it shows the progress of each delivery, then stops polling."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_account
from tests.publishing.test_browser import said, sit_down, site, until  # noqa: F401
from tests.publishing.test_release import put
from tests.written import accounts_of, approved, asked
from veche.approval.enums import Verdict
from veche.kernel.clock import now
from veche.outbox.domain.by_hand import take_by_hand
from veche.outbox.enums import ActState
from veche.outbox.models import Act, Attempt
from veche.posts.models import PostVersion
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.release import decide_and_release
from veche.staff.models import Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]


def open_page(page: Page, version: PostVersion) -> list[str]:
    """Requests of the open page from now on."""
    page.goto(f"/posts/{version.post_id}/", wait_until="networkidle")
    questions: list[str] = []
    page.on("request", lambda request: questions.append(request.url) if "/state/" in request.url else None)
    return questions


def test_a_post_is_followed_from_its_hour_to_the_proof(
    alice: Person,
    carol: Person,
    sit_down,  # noqa: F811
    said: list[str],  # noqa: F811
):
    account = make_account(alice.administration, responsible=alice)
    version = approved(alice, carol, accounts=[account], publish_at=now() + timedelta(minutes=30))
    page = sit_down(alice)
    questions = open_page(page, version)
    acts, state, told = (
        page.locator("#post-acts"),
        page.locator("#post-state"),
        page.locator("#post-acts [role=status]"),
    )
    expect(acts).to_contain_text("уйдёт сама")
    assert questions == []
    Act.objects.update(next_try_at=now() + timedelta(seconds=3))
    page.reload(wait_until="networkidle")
    page.get_by_label("Время").fill("21:45")
    page.get_by_label("Время").focus()

    put(version, "vk", ActState.SENDING)
    Attempt.objects.create(
        administration=alice.administration,
        act=Act.objects.get(),
        number=1,
        started_at=now(),
        called_at=now(),
        worker="w",
    )
    expect(acts).to_contain_text("отправляем")
    acts.get_by_text("1 попытка").click()
    Act.objects.update(state=ActState.SENT, last_call_at=now())
    expect(told).to_have_text("ВКонтакте: проверяем, вышла ли.")
    expect(acts.locator("details")).to_have_attribute("open", "")
    put(version, "vk", ActState.CONFIRMED)
    Act.objects.update(proven_at=now())
    expect(told).to_have_text("ВКонтакте: вышла.")
    expect(state).to_contain_text("вышла")
    expect(page.get_by_role("link", name="Снять с публикации")).to_be_visible()

    expect(page.locator("#post-acts[hx-get]")).to_have_count(0)
    number = len(questions)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_load_state("networkidle")
    assert len(questions) == number
    assert page.get_by_label("Время").input_value() == "21:45"
    assert said == []


def test_the_writer_sees_the_yes_and_what_follows(alice: Person, carol: Person, sit_down):  # noqa: F811
    step = asked(alice, accounts=[make_account(alice.administration, responsible=alice)])
    page = sit_down(alice)
    open_page(page, step.sheet.version)
    decide_and_release(step=step, by=carol, verdict=Verdict.YES)

    page.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(page.locator("#post-state")).to_contain_text("согласована")
    expect(page.locator("#post-signers")).to_contain_text("согласовано")
    expect(page.locator("#post-acts")).to_contain_text("уйдёт сама")


def test_an_edit_saved_elsewhere_brings_its_question(alice: Person, carol: Person, sit_down):  # noqa: F811
    """Also days before the hour, when the page does not poll."""
    post = approved(alice, carol, publish_at=now() + timedelta(days=3)).post
    page = sit_down(alice)
    open_page(page, post.versions.get())
    rewrite(post=post, by=alice)

    page.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(page.locator("#post-news")).to_contain_text("Что с ней делать, пока вы правите?")
    page.get_by_role("button", name="Придержать").click()
    expect(page.locator("#post-news")).to_contain_text("Согласованную версию придержали")


def test_what_is_typed_into_a_card_stays_while_the_page_moves(alice: Person, carol: Person, sit_down):  # noqa: F811
    version = approved(alice, carol, accounts=accounts_of(alice))
    take_by_hand(act=put(version, "vk", ActState.FAILED), by=alice)
    put(version, "telegram", ActState.SENDING)
    Act.objects.filter(delivery__version=version).update(due_at=now())  # the act by hand opens on the day of its hour
    page = sit_down(alice)
    open_page(page, version)
    field = page.get_by_label("Ссылка на запись")
    field.fill("https://vk.com/wall-1_5")
    field.focus()

    put(version, "telegram", ActState.CONFIRMED)
    expect(page.locator("#post-acts")).to_contain_text("вышла")
    take_by_hand(act=put(version, "telegram", ActState.FAILED), by=alice)

    assert field.input_value() == "https://vk.com/wall-1_5"
    assert page.evaluate("document.activeElement.id") == field.get_attribute("id")

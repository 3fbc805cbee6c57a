"""The editor and the approval in Chromium: autosave, uploads, no page with findings of axe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.chromium import PATIENCE_MS
from tests.people import client_of
from tests.posts.test_suggest import BASE, suggested
from tests.publishing.test_release import put
from tests.screens import DESK, ON_A_DESK, PHONE
from tests.waiting import wait_in_page
from tests.written import TEXT, approved, asked, drafted, jpeg, step_of, with_picture, working, write
from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.outbox.enums import ActState
from veche.posts.domain.queries import latest_version
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.release import decide_and_release
from veche.staff.models import Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]
NARROW = 320


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """Started after the test's settings are set, because static files are found at the start."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def said() -> list[str]:
    """Errors of the browser."""
    return []


@pytest.fixture
def sit_down(chromium: Browser, site: str, said: list[str]) -> Iterator[Callable[..., Page]]:
    """A page of a signed-in person."""
    opened = []

    def sit(person: Person, size: tuple[int, int] = DESK, scheme: str = "light") -> Page:
        context = chromium.new_context(
            base_url=site,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,  # type: ignore[arg-type]
            locale="ru-RU",
        )
        opened.append(context)
        session = client_of(person).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield sit
    for context in opened:
        context.close()


def until(page: Page, true: Callable[[], bool]) -> None:
    wait_in_page(page, true, seconds=PATIENCE_MS / 1000)


@contextmanager
def saving(page: Page, words: str) -> Iterator[None]:
    """Wait for the answer to the save with these words; an earlier save may be answered before."""
    with page.expect_response(lambda it: it.url.endswith("/save/") and words in (it.request.post_data or "")):
        yield


def open_editor(page: Page, post) -> None:
    page.goto(f"/posts/{post.pk}/edit/", wait_until="networkidle")


def test_words_save_themselves_and_the_walls_follow(alice: Person, sit_down, said: list[str]):
    post = drafted(alice)
    page = sit_down(alice)
    open_editor(page, post)
    before = working(post).revision

    with page.expect_response("**/save/"):
        page.fill("#id_text", "Каток открыт до восьми")
    expect(page.locator(".pv-vk .pv-text")).to_have_text("Каток открыт до восьми")
    expect(page.locator(".pv-tg .pv-text")).to_have_text("Каток открыт до восьми")
    page.get_by_role("tab", name="TG").click()
    with page.expect_response("**/save/"):
        page.fill("#id_text_telegram", "Открыт")
    expect(page.locator(".pv-tg .pv-text")).to_have_text("Открыт")
    expect(page.get_by_role("tab", name="TG свой текст")).to_be_visible()
    expect(page.locator("[data-saved]")).to_contain_text("сохранено в")

    version = working(post)
    assert version.text == "Каток открыт до восьми"
    assert version.revision == before + 2
    assert said == []
    assert [(variant.network, variant.text) for variant in version.variants.all()] == [("telegram", "Открыт")]


def test_photos_go_up_without_losing_the_words(alice: Person, sit_down, said: list[str]):
    post = drafted(alice)
    page = sit_down(alice)
    open_editor(page, post)

    page.fill("#id_text", "Дописала")
    page.set_input_files(
        "#id_photos",
        [
            {"name": "лёд.jpg", "mimeType": "image/jpeg", "buffer": jpeg()},
            {"name": "игра.exe", "mimeType": "application/octet-stream", "buffer": b"MZ" + bytes(99)},
        ],
    )
    expect(page.locator("#pictures .alert")).to_contain_text("«игра.exe»: такие файлы сети не берут")
    expect(page.locator(".pics li")).to_have_count(1)
    expect(page.locator(".pv-vk .pv-grid img")).to_have_count(1)
    page.locator(".pics input").fill("Лёд блестит")
    # The words of a moment ago may be saved first.
    until(page, lambda: working(post).pictures.get().alt == "Лёд блестит")
    second = {"name": "горка.jpg", "mimeType": "image/jpeg", "buffer": jpeg(colour="red")}
    page.set_input_files("#id_photos", [second])
    lines = page.locator(".pics li")
    expect(lines).to_have_count(2)
    lines.nth(1).locator("img").drag_to(lines.nth(0).locator("img"))
    expect(lines.nth(1).locator("input[name^=alt_]")).to_have_value("Лёд блестит")
    until(page, lambda: [one.alt for one in working(post).pictures.order_by("position")] == ["", "Лёд блестит"])
    for left in (1, 0):
        page.get_by_role("button", name="Убрать файл 1").click()
        expect(lines).to_have_count(left)
    page.fill("#id_text", "Ещё дописала")
    until(page, lambda: working(post).text == "Ещё дописала")
    expect(page.locator("[data-saved]")).to_contain_text("сохранено в")

    assert (working(post).pictures.count(), said) == (0, [])


def test_words_typed_before_the_script_has_come_are_saved(alice: Person, sit_down, said: list[str]):
    post = drafted(alice)
    page = sit_down(alice)
    held: list[Route] = []
    page.route("**/app*.js", lambda route: held.append(route), times=1)  # noqa: PLW0108 -- a builtin is refused
    page.goto(f"/posts/{post.pk}/edit/", wait_until="commit")
    page.locator("textarea[name=text]").fill("Каток закрыт")
    until(page, lambda: bool(held))
    held[0].continue_()

    until(page, lambda: working(post).text == "Каток закрыт")
    assert said == []


def test_going_back_puts_no_older_words_over_a_colleagues(alice: Person, bob: Person, sit_down, said: list[str]):
    post = drafted(alice)
    page = sit_down(alice)
    open_editor(page, post)
    with saving(page, "Каток закрыт"):
        page.fill("#id_text", "Каток закрыт")
    page.goto("/approval/")
    write(post, bob, "Каток закрыт до среды")

    page.go_back(wait_until="networkidle")

    expect(page.locator("textarea[name=text]")).to_have_value("Каток закрыт до среды")
    expect(page.locator("#id_text")).to_have_text("Каток закрыт до среды")
    assert (working(post).text, said) == ("Каток закрыт до среды", [])


def test_back_revives_a_pressed_button_outside_its_form(alice: Person, dave: Person, sit_down, said: list[str]):
    """A page from the browser's memory comes back as it was left; an answer without a page leaves it in place."""
    made = suggested(asked(alice, text=BASE).sheet.version.post, dave)
    page = sit_down(alice)
    page.goto(f"/posts/{made.post_id}/words/", wait_until="networkidle")
    page.route("**/take/", lambda route: route.fulfill(status=204))
    take = page.get_by_role("button", name="Взять всё")

    take.click()
    expect(take).to_be_disabled()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")

    expect(take).to_be_enabled()
    assert (take.get_attribute("aria-busy"), said) == (None, [])


def test_a_photo_chosen_before_the_script_has_come_goes_up(alice: Person, sit_down, said: list[str]):
    """On a slow line the field is there before the script, which removes the button that would send the file."""
    post = drafted(alice)
    page = sit_down(alice)
    held: list[Route] = []
    page.route("**/app*.js", lambda route: held.append(route), times=1)  # noqa: PLW0108 -- a builtin is refused
    page.goto(f"/posts/{post.pk}/edit/", wait_until="commit")
    page.set_input_files("#id_photos", {"name": "лёд.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    until(page, lambda: bool(held))
    held[0].continue_()

    expect(page.locator(".pics li")).to_have_count(1)
    assert (working(post).pictures.count(), said) == (1, [])


def test_two_at_once_choose_before_anything_is_saved(alice: Person, bob: Person, sit_down):
    post = drafted(alice)
    page = sit_down(alice)
    open_editor(page, post)
    write(post, bob, TEXT.replace("девяти", "восьми"))

    page.fill("#id_text", TEXT.replace("девяти", "семи"))
    expect(page.locator(".conflict")).to_contain_text("bob")
    found = Axe().run(page).response["violations"]
    page.locator("#joined_text").fill("Каток открыт до половины восьмого.")
    page.get_by_role("button", name="Сохранить так").click()
    expect(page.locator("textarea[name=text]")).to_have_value("Каток открыт до половины восьмого.")

    assert found == []
    assert working(post).text == "Каток открыт до половины восьмого."
    expect(page.locator("[data-unsaved]")).to_be_hidden()


def test_without_a_connection_the_words_wait_in_the_browser(alice: Person, sit_down):
    post = drafted(alice)
    page = sit_down(alice)
    open_editor(page, post)

    page.context.set_offline(True)
    page.fill("#id_text", "Написано в поезде")
    expect(page.locator("[data-saved]")).to_contain_text("нет связи")
    expect(page.locator("[data-saved]")).to_have_class("status status-warn")
    expect(page.locator('[data-saved] [data-when="saved"]')).to_be_hidden()
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_contain_text("сохранено в")
    expect(page.locator("[data-saved]")).to_have_class("status status-ok")

    assert working(post).text == "Написано в поезде"


def lose_the_next_answer(page: Page) -> list[str]:
    """The words arrive, the answer is lost. Returns the list of arrived words, filled later."""
    arrived = []

    def swallow(route: Route) -> None:
        arrived.append(str(route.fetch().status))
        route.abort()

    page.route("**/save/", swallow, times=1)
    return arrived


def test_typing_on_after_a_lost_answer_is_no_conflict(alice: Person, sit_down):
    post = drafted(alice)
    page = sit_down(alice)
    open_editor(page, post)
    arrived = lose_the_next_answer(page)

    page.fill("#id_text", "Написано в поезде")
    expect(page.locator("[data-saved]")).to_contain_text("нет связи")
    page.fill("#id_text", "Написано в поезде и дома")
    until(page, lambda: working(post).text == "Написано в поезде и дома")
    expect(page.locator("[data-saved]")).to_contain_text("сохранено в")
    expect(page.locator(".conflict")).to_have_count(0)

    assert arrived == ["200"]


def test_a_button_after_a_lost_answer_is_no_conflict(alice: Person, sit_down):
    post = drafted(alice)
    page = sit_down(alice)
    open_editor(page, post)
    arrived = lose_the_next_answer(page)

    page.fill("#id_text", "Написано в поезде")
    expect(page.locator("[data-saved]")).to_contain_text("нет связи")
    page.fill("#id_text", "Написано в поезде и дома")
    page.get_by_role("button", name="Отправить на согласование").click()
    page.wait_for_url(f"**/posts/{post.pk}/")

    version = latest_version(post)
    assert arrived == ["200"]
    assert version.text == "Написано в поезде и дома"
    assert version.frozen_at is not None


def test_one_thumb_returns_with_a_reason(alice: Person, carol: Person, sit_down):
    step = asked(alice)
    page = sit_down(carol, PHONE)
    page.goto(f"/approval/{step.pk}/", wait_until="networkidle")

    page.get_by_role("link", name="Вернуть с замечанием").click()
    page.get_by_role("button", name="Ошибка в дате").click()
    page.get_by_role("button", name="Вернуть пресс-службе").click()
    expect(page.locator(".toast")).to_contain_text("Вернули с замечанием")

    step.refresh_from_db()
    assert (step.decision.verdict, step.decision.note) == ("return", "Ошибка в дате.")


@pytest.mark.parametrize(("size", "scheme"), ON_A_DESK)
def test_every_page_is_clean(
    size: tuple[int, int], scheme: str, alice: Person, carol: Person, sit_down, said: list[str]
):
    post = drafted(alice, text="я" * 1100)
    with_picture(post, alice, alt="")
    write(post, alice, "я" * 1100, telegram="Свой текст")
    step = asked(alice, title="Завтра эфир с Главой: присылайте вопросы")
    decide_and_release(step=step, by=carol, verdict=Verdict.RETURN, note="Где задать вопрос?")
    again = step.sheet.version.post
    rewrite(post=again, by=alice)
    write(again, alice, "Вопросы оставляйте под записью.")
    ask(version=working(again), by=alice)
    out = approved(alice, carol)
    put(out, "vk", ActState.UNKNOWN)
    pages = {
        alice: [
            "/posts/",
            "/posts/?q=нет",
            "/posts/new/",
            f"/posts/{post.pk}/edit/",
            f"/posts/{again.pk}/versions/",
            f"/posts/{out.post_id}/",
        ],
        carol: ["/approval/", f"/approval/{step_of(latest_version(again)).pk}/", f"/approval/{step.pk}/?view=clean"],
    }

    found = {}
    for person, addresses in pages.items():
        page = sit_down(person, size, scheme)
        for address in addresses:
            page.goto(address)
            violations = Axe().run(page).response["violations"]
            bad = [(rule["id"], node["html"]) for rule in violations for node in rule["nodes"]]
            page.set_viewport_size({"width": NARROW if size == PHONE else size[0], "height": size[1]})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            page.set_viewport_size({"width": size[0], "height": size[1]})
            if bad or over > 0:
                found[address] = (bad, over)

    assert (found, said) == ({}, [])

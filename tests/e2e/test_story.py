"""One publication from the first draft to the last comment, by people in separate browsers."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.e2e.actions import approve, ask, begin, photo, take_rights, text_of
from tests.e2e.city import City
from tests.e2e.conftest import OpenWindow
from tests.e2e.seed import PASSWORD
from tests.e2e.window import Window
from tests.people import totp_code

TITLE = "Каток на проспекте Ленина"
TEXT = "Каток на проспекте Ленина открыт до 21:00. Вход свободный, лёд готовили две недели."
FOR_TELEGRAM = "Каток открыт: проспект Ленина, до 21:00."
ALT = "Вечер, на катке под фонарями четверо"
ANOTHER = "Автобус 7"
INSULT = "Вы идиоты, лёд весь в трещинах!"
QUESTION = "А когда откроют каток на Северной?"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """A city used by this test alone."""
    with City(tmp_path_factory.mktemp("story")) as running:
        yield running


@pytest.mark.sweep
def test_the_whole_story(city: City, open_window: OpenWindow) -> None:
    officer, chief, resident, head = open_window(), open_window(phone=True), open_window(), open_window(phone=True)

    sets_up_the_second_step(officer)
    writes_a_publication(officer)
    asks_for_approval(officer)
    approves_by_keyboard(chief)
    sees_the_proof(officer)
    for network, text in (("vk", TEXT), ("ok", TEXT), ("max", TEXT), ("telegram", FOR_TELEGRAM)):
        sees_it_on_the_wall(resident, network, text)
    writes_comments(resident, officer)
    finds_the_insult_marked(officer)
    deletes_it_by_keyboard(officer)
    sees_the_evidence(officer)
    sees_the_insult_gone(resident)
    freezes_everything(officer)
    writes_another_that_waits(officer, chief)
    releases(chief)
    sees_whether_all_is_in_order(head)
    verifies_the_journal(chief)

    assert [window.complaints() for window in (officer, chief, resident, head)] == [[], [], [], []]
    assert [line for line in city.log.splitlines() if '"level": "error"' in line] == []


def sets_up_the_second_step(officer: Window) -> None:
    page = officer.page
    page.goto("/posts/")
    assert officer.judge() == {}
    page.get_by_label("Рабочая почта").fill("officer@example.test")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Дальше").click()
    expect(page.get_by_role("heading", name="Остался второй шаг входа")).to_be_visible()
    assert officer.judge() == {}
    page.get_by_role("link", name="Приложение с кодами").click()
    secret = page.locator("#secret").text_content() or ""
    assert officer.judge() == {}
    page.get_by_label("Шесть цифр").fill(totp_code(secret.strip()))
    page.get_by_role("button", name="Включить").click()
    expect(page.locator(".codes li")).to_have_count(10)
    assert officer.judge() == {}
    page.get_by_role("link", name="Готово").click()
    expect(page.get_by_text("осталось 10")).to_be_visible()


def writes_a_publication(officer: Window) -> None:
    page = officer.page
    begin(officer, TITLE)
    text_of(officer).fill(TEXT)
    page.set_input_files("input[type=file]", photo())
    page.get_by_label("Что на фото 1").fill(ALT)
    take_rights(officer)
    page.get_by_role("tab", name="TG").click()
    with page.expect_response("**/save/"):
        page.get_by_role("textbox", name="Телеграм").fill(FOR_TELEGRAM)
    expect(page.locator(".pv-vk")).to_contain_text(TEXT)
    previews = page.locator("#previews figure")
    expect(previews).to_have_text([re.compile(re.escape(text)) for text in (TEXT, FOR_TELEGRAM)])
    expect(page.locator("#counters li")).to_have_text(
        [
            re.compile(rf"VK\s*{len(TEXT)}\s*из 16"),
            re.compile(rf"OK\s*{len(TEXT)}\s*из 16"),
            re.compile(rf"TG\s*{len(FOR_TELEGRAM)}\s*из 1\s024,\s+подпись"),
            re.compile(rf"MAX\s*{len(TEXT)}\s*из 4\s000"),
        ]
    )
    expect(page.locator("#checks")).to_contain_text("8 из 8, отправить можно")
    expect(page.get_by_text("опишите, иначе")).to_be_hidden()
    assert officer.judge() == {}


def asks_for_approval(officer: Window) -> None:
    ask(officer)
    assert officer.judge() == {}


def approves_by_keyboard(chief: Window) -> None:
    """Approve without a mouse from sign-in on, in a window as narrow as a phone."""
    page = chief.page
    page.goto("/approval/")
    tab_to(chief, page.get_by_label("Рабочая почта"))
    page.keyboard.type(chief.city.cast["deputy"]["email"])
    tab_to(chief, page.get_by_label("Пароль"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Код")).to_be_focused()
    page.keyboard.type(totp_code(chief.city.cast["deputy"]["secret"]))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ждут вас")).to_be_visible()
    assert chief.judge() == {}
    tab_to(chief, page.get_by_role("link", name=TITLE).first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.locator(".diff").first).to_contain_text(TEXT)
    expect(page.get_by_alt_text(ALT).first).to_be_visible()
    assert chief.judge() == {}
    tab_to(chief, page.get_by_role("button", name="Согласовать"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Согласовано. Уходит сейчас.")).to_be_visible()


def sees_the_proof(officer: Window) -> None:
    page = officer.page
    out = page.locator(".acts .status").filter(has_text="вышла")
    officer.reload_until(lambda: out.count() == 4)
    expect(page.locator("a.proof-link")).to_have_count(4)
    assert all(link.startswith("http") for link in links(page.locator("a.proof-link")))
    assert officer.judge() == {}
    page.goto("/outbox/?network=vk")
    assert officer.judge() == {}
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator(".act-text")).to_have_text(TEXT)
    assert officer.judge() == {}


def sees_it_on_the_wall(resident: Window, network: str, text: str) -> None:
    page = resident.page
    page.goto(resident.city.wall(network))
    post = page.locator("article.post").filter(has_text=text)
    expect(post).to_have_count(1)
    expect(post.locator(".words").first).to_have_text(text)
    expect(post.locator(".pictures img")).to_have_count(1)
    assert resident.judge() == {}


def writes_comments(resident: Window, officer: Window) -> None:
    """Comment in Telegram, and in VK with a picture that must be kept too; an open inbox tells of it by itself.

    How soon is measured by `tests.bench.storm`, where no other process works.
    """
    page, inbox = resident.page, officer.page
    inbox.goto("/inbox/")
    leave_comment(page, FOR_TELEGRAM, QUESTION)
    expect(inbox.locator("[data-news]")).to_have_text("Новых: 1 — показать")
    page.goto(resident.city.wall("vk"))
    leave_comment(page, TEXT, INSULT, picture=photo("led.jpg", "maroon"))
    assert resident.judge() == {}


def leave_comment(page: Page, post_text: str, text: str, *, picture: FilePayload | None = None) -> None:
    post = page.locator("article.post").filter(has_text=post_text)
    post.get_by_text("Написать комментарий").click()
    post.get_by_label("Ваше имя").fill("Сосед")
    post.get_by_label("Комментарий", exact=True).fill(text)
    if picture:
        post.get_by_label("Картинка").set_input_files(picture)
    post.get_by_role("button", name="Отправить").click()
    expect(page.locator(".comment").filter(has_text=text)).to_be_visible()


def finds_the_insult_marked(officer: Window) -> None:
    page = officer.page
    page.goto("/inbox/")
    question = page.locator(".q").filter(has_text=QUESTION)
    insult = page.locator(".q").filter(has_text=INSULT)
    officer.reload_until(lambda: question.count() == 1 and insult.filter(has_text="предложено").count() == 1)
    assert officer.judge() == {}
    # J moves down the queue, K up.
    here = page.locator(".q[aria-current=true]")
    order = [line.get_attribute("href") or "" for line in page.locator(".q").all()]
    for key, place in (("j", 1), ("k", 0)):
        page.keyboard.press(key)
        expect(here).to_have_attribute("href", order[place])
        officer.settle()
    insult.click()
    expect(page.locator(".say-main mark")).to_have_text(["Вы идиоты"])
    expect(page.locator(".verdict")).to_contain_text("Оскорбление")
    officer.reload_until(lambda: page.locator(".say-main .shots img").count() == 1)
    assert officer.judge() == {}


def deletes_it_by_keyboard(officer: Window) -> None:
    page = officer.page
    expect(page.get_by_label("Оскорбление")).to_be_checked()
    officer.settle()
    page.keyboard.press("d")
    expect(page.locator(".talk-foot .undo")).to_be_visible()
    assert officer.judge() == {}


def sees_the_evidence(officer: Window) -> None:
    page = officer.page
    page.get_by_text("Ещё отборы").click()
    page.get_by_role("link", name="Удалены").click()
    page.get_by_role("link", name="Список с доказательствами").click()
    expect(page.get_by_role("heading", name="Удалённые комментарии")).to_be_visible()
    assert officer.judge() == {}
    page.get_by_role("link", name=INSULT).click()
    expect(page.locator(".wordings")).to_contain_text(INSULT)
    officer.reload_until(lambda: page.locator(".status").filter(has_text="удалён").count() == 1)
    expect(page.locator(".shots img")).to_have_count(1)
    expect(page.locator(".facts").first).to_contain_text("Сосед")
    expect(page.locator(".facts").first).to_contain_text("Оскорбление, пункт 2.5")
    expect(page.locator(".facts").first).to_contain_text("сходится, стоит в журнале")
    assert officer.judge() == {}


def sees_the_insult_gone(resident: Window) -> None:
    page = resident.page
    page.goto(resident.city.wall("vk"))
    expect(page.locator("article.post").filter(has_text=TEXT)).to_have_count(1)
    expect(page.locator(".comment").filter(has_text=INSULT)).to_have_count(0)


def freezes_everything(officer: Window) -> None:
    page = officer.page
    page.get_by_role("link", name="Заморозить всё").first.click()
    page.wait_for_url("**/freeze/")
    assert officer.judge() == {}
    page.get_by_label("Почему").fill("Пожар на складе")
    page.get_by_role("button", name="Заморозить всё").click()
    expect(page.locator(".freeze-bar")).to_contain_text("Пожар на складе")
    assert officer.judge() == {}


def writes_another_that_waits(officer: Window, chief: Window) -> None:
    page = officer.page
    begin(officer, ANOTHER)
    text_of(officer).fill(f"{ANOTHER}: завтра ходит до полуночи.")
    ask(officer)
    approve(chief, ANOTHER)
    expect(chief.page.locator(".freeze-bar")).to_contain_text("Ждут:")
    page.reload()
    expect(page.locator(".acts .status").filter(has_text="заморожена")).to_have_count(4)
    assert officer.judge() == {}
    assert [post for post in officer.city.sandbox.posts("vk") if ANOTHER in post["text"]] == []


def releases(chief: Window) -> None:
    page = chief.page
    page.goto("/freeze/")
    assert chief.judge() == {}
    page.get_by_role("button", name="Разморозить").click()
    expect(page.locator(".freeze-bar")).to_have_count(0)
    page.goto(f"/outbox/?q={ANOTHER}")
    chief.reload_until(lambda: page.locator(".acts .status").filter(has_text="вышла").count() == 4)


def sees_whether_all_is_in_order(head: Window) -> None:
    head.sign_in("head")
    page = head.page
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("порядке")
    expect(page.locator("#main")).to_contain_text("Выход: вышло всё, что должно было")
    expect(page.locator("#main")).to_contain_text(
        re.compile(r"За неделю удалили \d, у каждого основание: оскорбления \d")
    )
    assert head.judge() == {}


def verifies_the_journal(chief: Window) -> None:
    page = chief.page
    page.goto("/journal/")
    page.get_by_role("button", name="Проверить журнал").click()
    expect(page.get_by_text("Журнал цел")).to_be_visible()
    assert chief.judge() == {}


def tab_to(window: Window, wanted: Locator) -> None:
    """Press Tab until the element has focus, and check that the focus is visible."""
    for _ in range(60):
        window.page.keyboard.press("Tab")
        if wanted.evaluate("(part) => part === document.activeElement"):
            assert wanted.evaluate("(part) => getComputedStyle(part).outlineStyle !== 'none' || part.matches('input')")
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def links(found: Locator) -> list[str]:
    return [each.get_attribute("href") or "" for each in found.all()]

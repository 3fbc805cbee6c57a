"""The departments' part in a browser: the press at a desk, a curator, a deputy and the Head on phones."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.actions import photo, text_of
from tests.e2e.city import DemoCity
from tests.e2e.window import Window
from tests.waiting import wait_in_page
from veche.demo.content.present import FOR_SILENCE, FOR_THE_DEPUTY
from veche.documents.write import workbook

pytestmark = pytest.mark.sweep

DEPARTMENT = "Отдел городского хозяйства"
TABLE = [
    ("Отдел", "За что отвечает", "Кому подчиняется", "Должность или имя", "Рабочая почта", "Роль"),
    ("Отдел спорта", "стадионы, катки, секции", "", "", "", ""),
]
TITLE, ANSWER = "Каток у стадиона «Торпедо»", "Залили вчера, коньки выдают с 10:00."
POST = "Глава принял каток у стадиона"
TEXT = "Каток у стадиона «Торпедо» открыт, коньки выдают с 10:00. Вход свободный."
ABOUT_THE_HEAD = "Встреча Главы с жителями Сельмаша"
QUESTION = "Когда откроют вторую раздевалку?"


def links(city: DemoCity) -> list[str]:
    """Addresses of requests in the letters, oldest first; the other letters have none."""
    words = "\n".join(one.get_content() for one in city.mail.letters if TITLE in one.get_content())
    return re.findall(r"/requests/link/\S+", words)


@pytest.fixture(scope="module")
def city(demo_city: DemoCity) -> DemoCity:
    return demo_city


def entered(browser: Browser, city: DemoCity, role: str, *, phone: bool) -> Window:
    window = Window(browser, city, phone=phone)
    window.walk_in(role)
    return window


@pytest.fixture(scope="module")
def officer(browser: Browser, city: DemoCity) -> Iterator[Window]:
    window = entered(browser, city, "press_officer", phone=False)
    yield window
    window.close()


@pytest.fixture(scope="module")
def chief(browser: Browser, city: DemoCity) -> Iterator[Window]:
    window = entered(browser, city, "press_head", phone=False)
    yield window
    window.close()


def test_from_a_table_of_departments_to_the_head(
    browser: Browser, city: DemoCity, officer: Window, chief: Window
) -> None:
    """One story in one test: each step works with what the step before it made."""
    loads_departments_by_a_table(chief)
    allows_links_and_asks(chief, officer)
    answers_by_the_link_of_the_letter(browser, city)
    accepts_and_sends_a_text_for_approval(officer, chief)
    sees_what_waits_agrees_and_asks(browser, city)


def loads_departments_by_a_table(chief: Window) -> None:
    page = chief.page
    page.goto("/departments/table/")
    assert chief.judge() == {}
    content = workbook([("Отделы", TABLE)])
    page.set_input_files("input[type=file]", {"name": "отделы.xlsx", "mimeType": "", "buffer": content})
    page.get_by_role("button", name="Прочитать").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Готово к записи: 1")
    assert chief.judge() == {}
    page.get_by_role("button", name="Записать строки: 1").click()
    expect(page.get_by_text("Таблицу записали.")).to_be_visible()
    expect(page.get_by_text("Отдел спорта").first).to_be_visible()
    assert chief.judge() == {}


def allows_links_and_asks(chief: Window, officer: Window) -> None:
    chief.page.goto("/requests/settings/")
    chief.page.get_by_role("checkbox").check()
    assert chief.judge() == {}
    chief.page.get_by_role("button", name="Сохранить").click()
    expect(chief.page.get_by_text("Сохранили.")).to_be_visible()
    page = officer.page
    page.goto("/requests/")
    assert officer.judge() == {}
    page.get_by_role("link", name="Поручить").first.click()
    page.get_by_label("Кому").select_option(label=f"{DEPARTMENT}: кто свободен")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=text]").fill("Снимок днём и пара слов, когда выдают коньки.")
    assert officer.judge() == {}
    page.get_by_role("button", name="Поручить").click()
    expect(page.get_by_text(re.compile("^Поручили"))).to_be_visible()


def answers_by_the_link_of_the_letter(browser: Browser, city: DemoCity) -> None:
    """On a phone where nobody has signed in; in another browser the link then opens nothing."""
    curator = Window(browser, city, phone=True)
    page = curator.page
    wait_in_page(page, lambda: bool(links(city)), seconds=180, otherwise=lambda: f"no letter: {city.mail.letters}")
    link = links(city)[-1]
    page.goto(link)
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    assert curator.judge() == {}
    page.set_input_files("input[type=file]", [photo("led.jpg"), photo("konki.jpg", "maroon")])
    expect(page.get_by_alt_text("konki.jpg")).to_be_visible()
    assert curator.judge() == {}
    page.locator("[name=text]").fill(ANSWER)
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_text("Всё дошло до пресс-службы, спасибо.")).to_be_visible()
    assert curator.judge() == {}
    curator.close()

    stranger = Window(browser, city, phone=True)
    stranger.page.goto(link)
    expect(stranger.page.get_by_role("heading", name="По ссылке уже отвечают")).to_be_visible()
    assert stranger.judge() == {}
    stranger.close()


def accepts_and_sends_a_text_for_approval(officer: Window, chief: Window) -> None:
    page = officer.page
    page.goto("/requests/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    assert officer.judge() == {}
    page.get_by_role("button", name="Принять").click()
    expect(page.get_by_text(re.compile("приняли", re.IGNORECASE)).first).to_be_visible()
    page.goto("/posts/new/")
    page.get_by_label("О чём").fill(POST)
    page.get_by_label("Повод", exact=True).select_option(label=ABOUT_THE_HEAD)
    page.get_by_role("button", name="Писать текст").click()
    expect(page.get_by_role("heading", name=POST)).to_be_visible()
    officer.settle()
    text_of(officer).fill(TEXT)
    page.get_by_role("button", name="Из медиатеки").click()
    expect(page.get_by_role("checkbox", name="Взять").first).to_be_visible()
    assert officer.judge() == {}
    page.get_by_role("checkbox", name="Взять").first.check()
    page.get_by_role("button", name="Поставить выбранные").click()
    page.get_by_label("Что на фото 1").fill("Лёд под солнцем, на бортике коньки")
    page.get_by_label("Почему всё равно ставим").fill("Снял отдел, людей нет")
    page.get_by_role("button", name="Отвечаю за это").click()
    expect(page.get_by_text("Ставим под ответственность")).to_be_visible()
    assert officer.judge() == {}
    page.get_by_role("button", name="Отправить на согласование").click()
    expect(page.locator(".status").filter(has_text="ждёт согласия").first).to_be_visible()
    agree(chief, POST, says="Ваше «да» есть.")


def test_a_department_and_a_deputy_agree_under_the_thumb(browser: Browser, city: DemoCity) -> None:
    for role, title, says in (
        ("curator", FOR_SILENCE.title, "Ваше «да» есть."),
        ("deputy_head", FOR_THE_DEPUTY.title, "Согласовано."),
    ):
        person = entered(browser, city, role, phone=True)
        person.page.goto("/")
        assert person.judge() == {}
        agree(person, title, says=says)
        person.close()


def sees_what_waits_agrees_and_asks(browser: Browser, city: DemoCity) -> None:
    head = entered(browser, city, "head", phone=True)
    page = head.page
    page.goto("/")
    expect(page.locator(".card").filter(has=page.locator("#waiting"))).to_contain_text(POST)
    assert head.judge() == {}
    agree(head, POST)
    page.goto("/")
    expect(page.get_by_text(POST)).to_have_count(0)
    page.get_by_role("link", name="Спросить").first.click()
    expect(page.get_by_role("button", name="Спросить")).to_be_visible()
    assert head.judge() == {}
    page.locator("textarea").first.fill(QUESTION)
    page.get_by_role("button", name="Спросить").click()
    expect(page.get_by_text("Спросили. Ответ появится здесь.")).to_be_visible()
    page.goto("/")
    expect(page.locator("#asked")).to_be_visible()
    assert head.judge() == {}
    head.close()


def agree(window: Window, title: str, *, says: str = "Согласовано.") -> None:
    """Open the sheet from the list and press «Согласовать»."""
    page = window.page
    page.goto("/approval/")
    assert window.judge() == {}
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("button", name="Согласовать", exact=True)).to_be_visible()
    assert window.judge() == {}
    page.get_by_role("button", name="Согласовать", exact=True).click()
    expect(page.get_by_text(re.compile(f"^{says}"))).to_be_visible()

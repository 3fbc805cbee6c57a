"""A mistake gets one sentence, loses no text, and sends nothing twice."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from tests.e2e.actions import approve, ask, begin, endless_picture, photo, text_of, words_of
from tests.e2e.city import City
from tests.e2e.conftest import OpenWindow
from tests.e2e.seed import PLACES
from tests.e2e.window import Window
from tests.waiting import wait_in_page

pytestmark = pytest.mark.sweep

# The rooms' own tests ask the same of the server in each `make test`.
of_a_night = pytest.mark.nightly
CALLED = {"OK": "Одноклассники", "TG": "Телеграм", "MAX": "MAX"}

OF_A_TEXT = "Это не снимок, а письмо."


@pytest.fixture(scope="module")
def writer(open_window: OpenWindow) -> Window:
    window = open_window()
    window.sign_in("colleague")
    return window


@pytest.fixture(scope="module")
def chief(open_window: OpenWindow) -> Window:
    window = open_window()
    window.sign_in("press_head")
    return window


def test_files_that_are_no_photos(writer: Window) -> None:
    page = writer.page
    begin(writer, "Снимок катка")
    text_of(writer).fill("Слова, которые не пропадут")
    refused = page.locator("#pictures .alert")

    page.set_input_files("input[type=file]", endless_picture())
    expect(refused).to_contain_text("В «plakat.png» слишком много точек")
    expect(refused).to_contain_text("Текст и остальные фото на месте")
    page.set_input_files(
        "input[type=file]", {"name": "pismo.jpg", "mimeType": "image/jpeg", "buffer": OF_A_TEXT.encode()}
    )
    expect(refused).to_contain_text("«pismo.jpg» — не картинка")
    page.set_input_files("input[type=file]", photo())

    expect(page.locator("#pictures .pics img")).to_have_count(1)
    expect(refused).to_have_count(0)
    page.reload()
    expect(words_of(writer)).to_have_value("Слова, которые не пропадут")
    expect(page.locator("#pictures .pics img")).to_have_count(1)


def test_a_text_too_long_for_telegram(writer: Window) -> None:
    page = writer.page
    begin(writer, "Отчёт за год")

    text_of(writer).fill("я" * 4101)
    expect(page.locator("#counters li")).to_have_text(
        [
            re.compile(r"VK\s*4\s101\s*из 16\s384"),
            re.compile(r"OK\s*4\s101\s*из 16\s384"),
            re.compile(r"TG\s*4\s101\s*лишних 5,\s+из 4\s096"),
            re.compile(r"MAX\s*4\s101\s*лишних 101,\s+из 4\s000"),
        ]
    )
    say_shorter(writer, "MAX")
    page.get_by_role("button", name="Отправить на согласование").click()

    expect(page.get_by_role("alert")).to_contain_text("На согласование не отправили, всё написанное сохранено.")
    expect(page.get_by_role("alert")).to_contain_text("Для Телеграма текст длиннее на 5 знаков. Сократите его.")
    expect(words_of(writer)).to_have_value("я" * 4101)
    assert writer.judge() == {}


@of_a_night
def test_a_text_too_long_for_vk(writer: Window) -> None:
    page = writer.page
    begin(writer, "Отчёт за пять лет")

    text_of(writer).fill("я" * 16_386)
    say_shorter(writer, "OK", "TG", "MAX")
    expect(page.locator("#counters li").first).to_have_text(re.compile(r"VK\s*16\s386\s*лишних 2,\s+из 16\s384"))
    page.get_by_role("button", name="Отправить на согласование").click()

    expect(page.get_by_role("alert")).to_contain_text("Для VK текст длиннее на 2 знака. Сократите его.")
    expect(words_of(writer)).to_have_value("я" * 16_386)


def say_shorter(writer: Window, *badges: str) -> None:
    for badge in badges:
        writer.page.get_by_role("tab", name=badge).click()
        writer.page.get_by_role("textbox", name=CALLED[badge]).fill("Отчёт вышел.")


def test_a_word_without_end(writer: Window, chief: Window) -> None:
    """A title and a text of one word, such as an address: it may break, the page may not."""
    title = "Щ" * 200
    begin(writer, title)
    text_of(writer).fill("щ" * 3000)
    wrong = {"/edit/": writer.judge()}
    ask(writer)

    for path in ("", "/posts/", "/week/", "/approval/", "/"):
        if path:
            writer.page.goto(path)
        wrong[path] = writer.judge()
    chief.page.goto("/approval/")
    chief.page.get_by_role("link", name=title).first.click()
    expect(chief.page.get_by_role("heading", name=title)).to_be_visible()
    wrong["/approval/…/"] = chief.judge()
    chief.page.get_by_role("link", name="Вернуть с замечанием").click()
    chief.page.get_by_label("Пару слов").fill("ё" * 500)
    chief.page.get_by_role("button", name="Вернуть пресс-службе").click()
    expect(chief.page.locator(".toast")).to_contain_text("Вернули с замечанием")
    writer.page.goto("/")
    wrong["returned"] = writer.judge()

    assert {where: said for where, said in wrong.items() if said} == {}


@of_a_night
def test_nothing_but_spaces(writer: Window) -> None:
    page = writer.page
    begin(writer, "Пустая запись")

    text_of(writer).fill("   \n ")
    page.get_by_role("button", name="Отправить на согласование").click()

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#checks")).to_contain_text("нет ни слова, ни фото")


@of_a_night
def test_a_day_that_has_passed(writer: Window) -> None:
    page = writer.page
    page.goto("/posts/new/")
    page.get_by_label("О чём").fill("Вчерашняя новость")
    page.get_by_label("День").fill("2020-01-01")

    page.get_by_role("button", name="Писать текст").click()

    expect(page.get_by_text("Это время уже прошло.")).to_be_visible()
    expect(page.get_by_label("О чём")).to_have_value("Вчерашняя новость")
    assert writer.judge() == {}


def test_two_people_edit_at_once(writer: Window, chief: Window) -> None:
    begin(writer, "Двое за одним текстом")
    address = writer.page.url
    chief.page.goto(address)

    with writer.page.expect_response("**/save/"):
        text_of(writer).fill("Горка открыта до девяти.")
    text_of(chief).fill("Горка открыта до десяти.")

    clash = chief.page.locator(".conflict")
    expect(clash).to_contain_text("Второй специалист")
    expect(clash.locator(".side-text").nth(0)).to_contain_text("Горка открыта до десяти.")
    expect(clash.locator(".side-text").nth(1)).to_contain_text("Горка открыта до девяти.")
    assert chief.judge() == {}
    chief.page.get_by_label("Соединённый общий текст").fill("Горка открыта до девяти, в субботу до десяти.")
    chief.page.get_by_role("button", name="Сохранить так").click()
    expect(words_of(chief)).to_have_value("Горка открыта до девяти, в субботу до десяти.")
    writer.page.reload()
    expect(words_of(writer)).to_have_value("Горка открыта до девяти, в субботу до десяти.")


def test_networks_that_do_not_answer(city: City, writer: Window, chief: Window) -> None:
    page, text = writer.page, "Ярмарка в субботу с девяти."
    begin(writer, "Ярмарка")
    text_of(writer).fill(text)
    ask(writer)

    city.sandbox.stop()
    try:
        approve(chief, "Ярмарка")
        waits = page.locator(".acts > li").filter(has_text="ждёт связи")
        since = waits.filter(has_text=re.compile(r"сеть не отвечает с \d+ \S+, \d\d:\d\d"))
        writer.reload_until(lambda: since.count() == 4)
        assert writer.judge() == {}
    finally:
        city.sandbox.start()
    out = page.locator(".acts .status").filter(has_text="вышла")
    # Pauses grow with the failures, to a minute at most.
    writer.reload_until(lambda: out.count() == 4)

    walls = {network: [post["text"] for post in city.sandbox.posts(network)].count(text) for network in PLACES}
    assert walls == {"vk": 1, "ok": 1, "telegram": 1, "max": 1}


def test_a_token_that_was_revoked(city: City, writer: Window, chief: Window, open_window: OpenWindow) -> None:
    keeper, title = open_window(), "Рубцовск. Спорт"
    account = city.sandbox.add_account("vk", title)
    keeper.sign_in("it")
    registers(keeper, title, account)
    page = writer.page
    begin(writer, "Лыжня открыта", where=title)
    text_of(writer).fill("Лыжня открыта, приходите.")
    ask(writer)

    for token in ("community_token", "admin_token"):
        city.sandbox.revoke_token("vk", account[token])
    approve(chief, "Лыжня открыта")

    # A check of the key may precede the attempt: then the act is at once by hand.
    failed = page.locator(".acts .status").filter(has_text=re.compile("не вышла|выложите руками"))
    writer.reload_until(lambda: failed.count() == 1)
    expect(page.get_by_role("main")).to_contain_text("Пусть хранитель ключей впишет новый в «Аккаунтах»")
    assert writer.judge() == {}
    assert city.sandbox.posts("vk", account["group_id"]) == []
    for window, address in ((writer, page.url), (keeper, keeper.page.url), (keeper, "/accounts/")):
        window.page.goto(address)
        assert not any(account[token] in window.page.content() for token in ("community_token", "admin_token"))
    gives_up(writer)
    expect(page.locator(".acts .status").filter(has_text="снята")).to_be_visible()
    closes(keeper, title)


def gives_up(window: Window) -> None:
    """The text on a card for a person is shorter."""
    card = window.page.get_by_role("button", name="Не нужно")
    if card.count():
        card.click()
        return
    window.page.get_by_role("link", name="Не отправлять").click()
    window.page.get_by_role("button", name="Не отправлять").click()


def registers(keeper: Window, title: str, account: dict[str, object]) -> None:
    page = keeper.page
    page.goto("/accounts/new/")
    page.get_by_label("Сеть").select_option("vk")
    page.get_by_label("Номер в сети").fill(f"club{account['group_id']}")
    page.get_by_label("Название").fill(title)
    page.get_by_label("Отвечает").select_option(label="Второй специалист")
    page.get_by_label("Основание").fill("Постановление № 1541")
    page.locator(".acc-form").get_by_role("button").first.click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    where = page.url
    for slot in ("community", "admin"):
        page.goto(f"{where}keys/{slot}/")
        page.get_by_label("Ключ", exact=True).fill(str(account[f"{slot}_token"]))
        page.locator("main form").get_by_role("button").first.click()
        page.wait_for_url(where)


def test_a_button_pressed_while_the_words_save_themselves(writer: Window) -> None:
    page = writer.page
    begin(writer, "Слова в пути")

    with held_back(page, "**/save/"):
        with page.expect_request("**/save/"):
            text_of(writer).fill("Первые слова.")
        text_of(writer).fill("Первые и последние слова.")
        page.get_by_role("button", name="Отправить на согласование").click()

    expect(page.locator(".status").filter(has_text="ждёт согласия").first).to_be_visible()
    expect(page.locator(".ed-text").first).to_have_text("Первые и последние слова.")


def test_words_typed_while_a_photo_goes_up(writer: Window) -> None:
    page = writer.page
    page.clock.install()
    begin(writer, "Снимок в пути")
    saved: list[str] = []
    page.on("requestfinished", lambda request: saved.extend([request.post_data or ""] * request.url.endswith("/save/")))
    page.set_input_files("input[type=file]", photo("pervyi.jpg", "teal"))
    first = page.get_by_label("Что на фото 1")
    expect(first).to_be_visible()
    page.clock.run_for(3000)

    with held_back(page, "**/photos/"):
        page.set_input_files("input[type=file]", photo("vtoroi.jpg", "olive"))
        expect(page.locator("[data-progress]")).to_be_visible()
        first.fill("Пруд в парке")
        text_of(writer).fill("Пруд замёрз.")
        page.clock.run_for(3000)

    expect(page.locator("#pictures .pics img")).to_have_count(2)
    expect(first).to_have_value("Пруд в парке")
    page.clock.run_for(3000)
    wait_in_page(page, lambda: any("Пруд замёрз." in words for words in saved))
    assert all("Пруд в парке" in words for words in saved)
    page.reload()
    expect(page.locator(".conflict")).to_have_count(0)
    expect(first).to_have_value("Пруд в парке")
    expect(words_of(writer)).to_have_value("Пруд замёрз.")


@contextmanager
def held_back(page: Page, address: str) -> Iterator[None]:
    """Within the block the server gets requests to the address; its answers arrive after the block."""
    answers: list[tuple[Route, APIResponse]] = []
    page.route(address, lambda route: answers.append((route, route.fetch())))
    yield
    wait_in_page(page, lambda: bool(answers))
    for route, answer in answers:
        route.fulfill(response=answer)
    page.unroute(address)


def closes(keeper: Window, title: str) -> None:
    page = keeper.page
    page.goto("/accounts/")
    page.get_by_role("link", name=title).click()
    page.get_by_role("link", name="Закрыть").click()
    page.wait_for_url("**/close/")
    assert keeper.judge() == {}
    page.locator("main form").get_by_role("button").first.click()
    expect(page.get_by_role("link", name=title)).to_contain_text("закрыт")

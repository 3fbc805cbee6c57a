"""The IT department connects a new community: a link, two keys, the network's data about them, a trial post."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.e2e.city import City
from tests.e2e.conftest import OpenWindow
from tests.e2e.window import Window

pytestmark = pytest.mark.sweep

TITLE = "Спорт в Рубцовске"


def test_a_community_is_proposed_connected_and_marked(city: City, open_window: OpenWindow) -> None:
    given = city.sandbox.add_account("vk", TITLE)
    keeper, press = open_window(), open_window()
    page = keeper.page
    address = f"https://vk.com/club{given['group_id']}"
    agreed_to = _proposed(press, address)

    keeper.sign_in("it")
    page.goto(agreed_to)
    page.get_by_role("link", name="Подключить").click()
    expect(page.get_by_role("link", name="Подключить: ВКонтакте")).to_be_visible()
    assert keeper.look_over() == {}
    page.get_by_role("link", name="Подключить: ВКонтакте").click()
    page.get_by_label("Адрес").fill(address)
    keys = page.get_by_label("Вставьте ключ")
    keys.nth(0).fill(given["community_token"])
    keys.nth(1).fill(given["admin_token"])
    assert keeper.look_over() == {}
    page.get_by_role("button", name="Проверить").click()

    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_text("Записи с текстом, фото, ссылкой, анимацией", exact=True)).to_be_visible()
    assert keeper.look_over() == {}
    expect(page.get_by_label("Основание")).to_have_value("Постановление № 7 от 12.01.2026")
    page.get_by_role("button", name="Внести в реестр").click()

    expect(page.get_by_text("Аккаунт подключён. Проверьте его пробной записью")).to_be_visible()
    assert keeper.look_over() == {}
    assert given["admin_token"] not in page.content()
    passport = page.url
    _marked(press, agreed_to)
    page.goto(passport)
    expect(page.get_by_text("Госметка")).to_be_visible()


def _proposed(press: Window, address: str) -> str:
    """Propose the page and have it agreed to and created; the address of the proposal."""
    page = press.page
    press.sign_in("colleague")
    page.goto(reverse("accounts:propose"))
    page.get_by_label("Сеть").select_option("vk")
    page.get_by_label("Название").fill(TITLE)
    page.get_by_label("Зачем").fill("Тренировки и соревнования города")
    page.get_by_label("Отвечает").select_option(index=1)
    page.get_by_label("Его номер").fill("7")
    page.get_by_label("Его дата").fill("2026-01-12")
    page.get_by_role("button", name="Предложить").click()
    expect(page.get_by_text("ждёт решения", exact=False).first).to_be_visible()
    proposal = page.url

    press.context.clear_cookies()
    press.sign_in("press_head")
    page.goto(proposal)
    page.get_by_role("button", name="Согласовать").click()
    page.get_by_label("Адрес страницы").fill(address)
    page.locator("#step-created").get_by_role("button", name="Сделано").click()
    expect(page.locator("#step-connected")).to_contain_text("Это делает отдел ИТ.")
    assert press.look_over() == {}
    return proposal


def _marked(press: Window, proposal: str) -> None:
    """The step of connecting is done by itself; the marks of the state are asked for and received."""
    page = press.page
    page.goto(proposal)
    expect(page.locator("#step-connected")).to_contain_text("Отдел ИТ")
    for step in ("mark_asked", "mark_received"):
        place = page.locator(f"#step-{step}")
        place.get_by_text("Отметить").click()
        place.get_by_role("button", name="Сделано").click()
        expect(place.get_by_role("button", name="Снять отметку")).to_be_visible()
    assert press.look_over() == {}

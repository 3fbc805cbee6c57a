"""The IT department connects a new community: a link, two keys, the network's data about them, a trial post."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.e2e.city import City
from tests.e2e.conftest import OpenWindow

pytestmark = pytest.mark.sweep

TITLE = "Спорт в Рубцовске"


def test_a_community_is_connected_and_tried(city: City, open_window: OpenWindow) -> None:
    given = city.sandbox.add_account("vk", TITLE)
    keeper = open_window()
    page = keeper.page
    keeper.sign_in("it")

    page.goto(reverse("accounts:connect"))
    assert keeper.look_over() == {}
    page.get_by_role("link", name="Подключить: ВКонтакте").click()
    page.get_by_label("Адрес").fill(f"https://vk.com/club{given['group_id']}")
    keys = page.get_by_label("Вставьте ключ")
    keys.nth(0).fill(given["community_token"])
    keys.nth(1).fill(given["admin_token"])
    assert keeper.look_over() == {}
    page.get_by_role("button", name="Проверить").click()

    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_text("Записи с текстом, фото, ссылкой, анимацией", exact=True)).to_be_visible()
    assert keeper.look_over() == {}
    page.get_by_label("Отвечает", exact=True).select_option(index=1)
    page.get_by_label("Основание").fill("Постановление от 12.01.2026 № 7")
    page.get_by_role("button", name="Внести в реестр").click()

    expect(page.get_by_text("Аккаунт подключён. Проверьте его пробной записью")).to_be_visible()
    assert keeper.look_over() == {}
    assert given["admin_token"] not in page.content()

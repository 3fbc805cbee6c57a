"""A browser without scripts: everything can be written and approved."""

import pytest
from playwright.sync_api import expect

from tests.e2e.actions import approve, ask, begin, photo, take_rights, text_of
from tests.e2e.city import City
from tests.e2e.conftest import OpenWindow

TITLE = "Автобус 14"
TEXT = "Автобус 14 вернулся на прежний маршрут."


@pytest.mark.sweep
def test_writing_and_approving_without_scripts(city: City, open_window: OpenWindow) -> None:
    writer, chief = open_window(script=False), open_window(script=False)
    page = writer.page

    writer.sign_in("colleague")
    begin(writer, TITLE)
    text_of(writer).fill(TEXT)
    page.get_by_role("button", name="Сохранить", exact=True).click()
    expect(page.get_by_text("Сохранено. Можно продолжать.")).to_be_visible()
    expect(text_of(writer)).to_have_value(TEXT)
    page.set_input_files("input[type=file]", photo("avtobus.jpg"))
    page.get_by_role("button", name="Загрузить").click()
    page.get_by_label("Что на фото 1").fill("Автобус 14 у остановки")
    take_rights(writer)
    ask(writer)
    chief.sign_in("press_head")
    approve(chief, TITLE)

    out = page.locator(".acts .status").filter(has_text="вышла")
    writer.reload_until(lambda: out.count() == 4)
    assert [post["text"] for post in city.sandbox.posts("vk")].count(TEXT) == 1
    assert writer.complaints() + chief.complaints() == []

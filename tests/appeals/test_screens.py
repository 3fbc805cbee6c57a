"""A resident appeals from a phone without scripts; another person restores the comment; all pages are clean for axe."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.appeals.conftest import open_pages, ruled
from tests.people import client_of
from tests.screens import DESK, PHONE
from veche.appeals.domain.submit import submit_without_number
from veche.appeals.domain.tickets import issue
from veche.appeals.models import Appeal
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.staff.models import Administration, Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site() -> Iterator[str]:
    server = LiveServer("localhost")
    yield server.url
    server.stop()


def shot(page: Page, name: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if folder := os.environ.get("VECHE_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def refused(phone: Page, height: int) -> None:
    """An appeal without words: the answer opens on the form, not on the top of the page, and keeps what was typed."""
    phone.get_by_label("Куда сообщить").fill("anna@example.org")
    phone.get_by_role("button", name="Попросить пересмотреть").click()
    box = phone.get_by_text("Напишите словами, почему мы не правы").bounding_box()
    assert box
    assert 0 <= box["y"] < height
    assert phone.get_by_label("Куда сообщить").input_value() == "anna@example.org"
    shot(phone, "refused-phone")


def test_a_resident_appeals_from_a_phone_and_another_person_restores(
    chromium: Browser,
    site: str,
    rubtsovsk: Administration,
    alice: Person,
    bob: Person,
    carol: Person,
    settings: Settings,
) -> None:
    terms = open_pages(rubtsovsk, carol)
    ruling = ruled(rubtsovsk, alice)
    issued = issue(decision=ruling, by=None)
    width, height = PHONE
    phone = chromium.new_context(viewport={"width": width, "height": height}, java_script_enabled=False).new_page()
    phone.goto(f"{site}/comments/{terms.slug}/")
    phone.get_by_label("Номер").fill(str(issued.ticket.number))
    phone.get_by_label("Код").fill(issued.code.lower())
    phone.get_by_role("button", name="Найти решение").click()
    refused(phone, height)
    phone.get_by_label("Почему мы не правы").fill("Это про работу, а не про человека.")
    phone.get_by_role("button", name="Попросить пересмотреть").click()
    phone.get_by_role("heading", name="Жалобу приняли").wait_for()
    place = {"network": "vk", "post": "Про двор", "wrote_at": ruling.message.at, "words": "двор", "contact": ""}
    submit_without_number(terms=terms, asked=None, said=place | {"text": "Верните комментарий"})

    for size, name in ((DESK, "desk"), (PHONE, "phone")):
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, locale="ru-RU")
        cookie = client_of(bob).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
        page = context.new_page()
        first, lost = Appeal.objects.order_by("pk")
        paths = {
            "list": "/inbox/appeals/",
            "appeal": f"/inbox/appeals/{first.pk}/",
            "lost": f"/inbox/appeals/{lost.pk}/",
            "together": f"/inbox/appeals/together/?appeal={lost.pk}",
            "notice": f"/inbox/appeals/notice/{ruling.pk}/",
            "rules": f"/comments/{terms.slug}/",
            "find": f"/comments/{terms.slug}/appeal/",
            "place": f"/comments/{terms.slug}/appeal/place/",
        }
        for path_name, path in paths.items():
            page.goto(site + path)
            assert Axe().run(page).response["violations"] == [], path
            shot(page, f"{path_name}-{name}")
        page.goto(f"{site}/comments/{terms.slug}/appeal/")
        page.get_by_label("Номер").fill(str(issued.ticket.number))
        page.get_by_label("Код").fill(issued.code)
        page.get_by_role("button", name="Найти решение").click()
        page.get_by_text("Это про работу, а не про человека.").wait_for()
        assert Axe().run(page).response["violations"] == []
        shot(page, f"mine-{name}")
        context.close()

    context = chromium.new_context(viewport={"width": DESK[0], "height": DESK[1]}, locale="ru-RU")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    page = context.new_page()
    page.goto(f"{site}/inbox/appeals/{first.pk}/")
    page.get_by_label("Почему так решили").fill("Слова про работу.")
    page.get_by_role("button", name="Отменить удаление").click()
    page.get_by_text("Что ответили").wait_for()
    shot(page, "decided")
    assert Message.objects.get(pk=ruling.message_id).state == MessageState.RESTORING
    phone.goto(f"{site}/comments/{terms.slug}/appeal/")
    phone.get_by_label("Номер").fill(str(issued.ticket.number))
    phone.get_by_label("Код").fill(issued.code)
    phone.get_by_role("button", name="Найти решение").click()
    phone.get_by_text("Слова про работу.").wait_for()
    shot(phone, "outcome-phone")
    context.close()
    phone.context.close()

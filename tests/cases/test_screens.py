"""«Дела» in Chromium: the list and one case, clean for axe; a curator answers by link from a phone."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.factories import make_account, make_message
from tests.people import client_of
from tests.screens import DESK, PHONE
from veche.cases.domain.draft import ask_department
from veche.cases.domain.open import add_comments, open_case
from veche.cases.enums import CaseState
from veche.cases.models import Case
from veche.kernel.clock import now
from veche.requests.domain.answer import answer as answer_request
from veche.requests.domain.links import allow, path_for
from veche.staff.models import Administration, Department, Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]
NAME = "Анна Ковалёва"


@pytest.fixture
def site() -> Iterator[str]:
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def case(rubtsovsk: Administration, alice: Person, erin: Person, department_b: Department) -> Case:
    department_b.answers_for = "снег, дороги"
    department_b.save()
    vk = make_account(rubtsovsk, responsible=alice)
    texts = ("Двор на Тракторной, 24 второй день не чищен. Когда трактор будет?", "Тракторная 24, с коляской не выйти")
    comments = [
        make_message(vk, text=text, at=now() - timedelta(minutes=number), author_name=f"Сосед {number}")
        for number, text in enumerate(texts)
    ]
    made = open_case(message=comments[0], by=alice)
    add_comments(case=made, by=alice, messages=comments)
    made = ask_department(case=made, by=alice)
    assert made.request is not None
    answer_request(request=made.request, by=erin, text="Работы по уборке двора будут произведены в кратчайшие сроки.")
    open_case(message=make_message(vk, text="Почему автобус 7 не ходит после 20:00?"), by=alice)
    return made


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_list_and_a_case_are_clean(
    chromium: Browser, site: str, case: Case, alice: Person, settings: Settings, size: tuple[int, int]
) -> None:
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, locale="ru-RU")
    cookie = client_of(alice).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    page = context.new_page()
    for name, path in (("list", "/inbox/cases/"), ("case", f"/inbox/cases/{case.pk}/")):
        page.goto(site + path)
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if folder := os.environ.get("VECHE_SHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{size[0]}.png", full_page=True)
    context.close()


def test_a_curator_answers_from_a_phone_by_link_without_the_residents_name(
    chromium: Browser,
    site: str,
    rubtsovsk: Administration,
    alice: Person,
    carol: Person,
    erin: Person,
    department_b: Department,
) -> None:
    allow(administration=rubtsovsk, by=carol, links=True)
    text = "[id77|Пётр], двор на Тракторной не чищен"
    said = make_message(make_account(rubtsovsk, responsible=alice), text=text, author_name=NAME, author_id="311")
    case = open_case(message=said, by=alice)
    Case.objects.filter(pk=case.pk).update(department=department_b)
    request = ask_department(case=case, by=alice).request
    assert request is not None
    context = chromium.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, locale="ru-RU")
    page = context.new_page()
    page.goto(site + path_for(request, erin))
    assert page.get_by_text("двор на Тракторной не чищен").first.is_visible()
    assert [one for one in (*NAME.split(), "Пётр", "311") if one in page.content()] == []
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("[name=text]").fill("Очистим сегодня до 20 часов.")
    page.get_by_role("button", name="Отправить").click()
    page.get_by_text("Всё дошло до пресс-службы, спасибо.").wait_for()
    case.refresh_from_db()
    assert (case.state, case.draft) == (CaseState.DRAFT, "Очистим сегодня до 20 часов.")
    context.close()

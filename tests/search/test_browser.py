"""In Chromium, by keyboard: an officer finds last month's post by a word in another form, at a desk and on a phone."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.factories import make_account, make_plan_item, make_post
from tests.publishing.test_browser import said, sit_down, site  # noqa: F401
from tests.screens import DESK, PHONE
from veche.kernel.clock import now
from veche.posts.models import Post
from veche.search.domain.indexing import index_everything
from veche.staff.models import Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]


def last_month(writer: Person) -> Post:
    account = make_account(writer.administration, responsible=writer)
    rows = {"Ремонт на Ленина": "Положили асфальт на дорогу к школе.", "Открыли каток": "Каток ждёт всех."}
    posts = [
        make_post(
            make_plan_item(
                writer.administration,
                author=writer,
                accounts=(account,),
                title=title,
                publish_at=now() - timedelta(days=30),
            ),
            text=text,
        )
        for title, text in rows.items()
    ]
    index_everything()
    return posts[0]


def test_last_months_post_is_found_by_another_form(alice, sit_down, said):  # noqa: F811
    post = last_month(alice)
    page = sit_down(alice, size=DESK)
    page.goto("/")
    for _ in ("к содержанию", "Вече", "поиск"):
        page.keyboard.press("Tab")
    page.keyboard.type("дороги школ")
    page.keyboard.press("Enter")
    expect(page.locator(".found > li")).to_have_count(1)
    expect(page.locator(".found mark")).to_have_text(["дорогу", "школе"])
    assert page.locator("input#id_q").input_value() == "дороги школ"
    flawless(page)
    page.get_by_role("link", name="План", exact=True).last.click()
    expect(page.get_by_role("heading", name="Ничего не нашли: «дороги школ»")).to_be_visible()
    page.get_by_role("link", name="Искать без условий").click()
    page.get_by_role("link", name="Ремонт на Ленина").click()
    page.wait_for_url(f"**/posts/{post.pk}/")

    phone = sit_down(alice, size=PHONE, scheme="dark")
    phone.goto("/week/#more")
    phone.get_by_role("link", name="Поиск").click()
    phone.get_by_label("Что найти").fill("катку")
    phone.get_by_role("button", name="Найти").click()
    expect(phone.locator(".found mark").first).to_have_text("каток")
    flawless(phone)
    assert said == []


def flawless(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    found = Axe().run(page).response["violations"]
    assert found == [], [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]

"""Everybody walks along every link that their pages show: each leads somewhere, and nothing is wrong with the page."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import expect

from tests.e2e.city import City
from tests.e2e.conftest import OpenWindow
from tests.e2e.seed import PUBLISHED
from tests.e2e.window import Window
from tests.security.access_table import TABLE

INSULT = "Вы идиоты, у вас всё сломано"
# Files behind links.
NOT_PAGES = {"posts:photo", "posts:thumb", "inbox:picture", "mfa_download_recovery_codes"}
# A publication leads there once it has two versions.
NOT_ALWAYS = {"posts:versions"}
# The same people under the names of the access table.
IN_THE_TABLE = {
    "colleague": "alice",
    "press_head": "carol",
    "curator": "dave",
    "it": "ivan",
    "head": "helen",
    "auditor": "audrey",
}


@pytest.fixture(scope="module")
def lived_in(city: City, open_window: OpenWindow) -> City:
    """Something has gone out, residents have written under it, and one of their comments is deleted."""
    window = open_window()
    window.sign_in("press_head")
    window.page.goto("/outbox/?state=out")
    window.reload_until(lambda: window.page.locator(".what", has_text=PUBLISHED).count() == 2)
    post = next(post for post in city.sandbox.posts("vk") if PUBLISHED in post["text"])
    city.sandbox.write_comment("vk", post["id"], "Пётр", "До скольких в субботу?")
    city.sandbox.write_comment("vk", post["id"], "Сосед", INSULT)
    window.page.goto("/inbox/?show=proposed")
    window.reload_until(lambda: window.page.locator(".q", has_text=INSULT).count() == 1)
    window.page.locator(".q", has_text=INSULT).click()
    expect(window.page.locator(".say-main")).to_contain_text(INSULT)
    window.page.keyboard.press("d")
    expect(window.page.locator(".talk-foot .undo")).to_be_visible()
    window.page.goto(reverse("moderation:list"))
    window.reload_until(lambda: window.page.locator(".what", has_text=INSULT).count() == 1)
    return city


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """The kinds of pages that somebody has looked over from all sides already."""
    return set()


@pytest.mark.parametrize("name", IN_THE_TABLE)
def test_every_page_of(name: str, lived_in: City, seen: set[str], open_window: OpenWindow) -> None:
    window = open_window()
    window.sign_in(name)

    found, walked = walk(window, seen)

    assert found == {}
    assert pages_of(name) - walked == set()


def test_every_page_before_the_sign_in(lived_in: City, open_window: OpenWindow) -> None:
    window = open_window()
    for path in ("/me/login/", "/me/password/reset/", "/me/password/reset/done/", "/people/invite/no-such/", "/none/"):
        window.page.goto(path)
        assert (path, window.look_over()) == (path, {})


def walk(window: Window, seen: set[str]) -> tuple[dict[str, Any], set[str]]:
    """From the first page along all links, one page of each kind. What is wrong by address, and the kinds walked."""
    found: dict[str, Any] = {}
    kinds: set[str] = set()
    ahead = ["/"]
    while ahead:
        path = ahead.pop(0)
        if (kind := kind_of(path)) in kinds | NOT_PAGES:
            continue
        kinds.add(kind)
        status = answer_to(window, path)
        if status != 200:
            found[path] = {"status": status}
            continue
        if wrong := window.glance() if kind in seen else window.look_over():
            found[path] = wrong
        seen.add(kind)
        ahead += links_of(window)
    return found, kinds


def pages_of(name: str) -> set[str]:
    """What the person may open by the access table: there must be a way to it."""
    rows = (row for row in TABLE if row.method == "GET" and IN_THE_TABLE[name] in row.allowed)
    return {row.url for row in rows} - NOT_PAGES - NOT_ALWAYS


def kind_of(path: str) -> str:
    """The name of the address."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return path


def answer_to(window: Window, path: str) -> int:
    answer = window.page.goto(path)
    return answer.status if answer else 200


def links_of(window: Window) -> list[str]:
    links: list[str] = window.page.eval_on_selector_all("a[href]", "(all) => all.map((each) => each.href)")
    inside = (urlsplit(link) for link in links if link.startswith(window.city.url + "/"))
    return [parts._replace(scheme="", netloc="", fragment="").geturl() for parts in inside]

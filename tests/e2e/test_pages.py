"""Everybody follows every link of their pages: each answers, and the pages have no faults."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import expect

from tests.e2e.city import City
from tests.e2e.conftest import OpenWindow
from tests.e2e.page_source import PageSource
from tests.e2e.seed import PUBLISHED
from tests.e2e.window import SIDES, Side, Window
from tests.security.access_table import TABLE

pytestmark = pytest.mark.sweep

NETWORKS = ("vk", "telegram", "ok", "max")
QUESTION = "До скольких в субботу?"
INSULT = "Вы идиоты, у вас всё сломано"
# An unbreakable word: no page may become wider for it.
NEIGHBOUR = "Соседбезпробелов" * 4
# Files behind links, and fragments that a page requests.
NOT_PAGES = {
    "media:photo",
    "publishing:media_state",
    "media:captions",
    "outbox:picture",
    "rumours:picture",
    "media:thumb",
    "media:list_thumb",
    "inbox:picture",
    "web:inbox_news",
    "mfa_download_recovery_codes",
    "accounts:passport",
    "publishing:state",
    "media:paper",
    "staff:table_template",
    "accounts:registry_csv",
    "accounts:registry_xlsx",
    "web:plan_file",
    "web:plan_fact_file",
    "plan:file_sample",
    "cases:exchange_out",
    "appeals:together",
}
REQUESTS = {row.url for row in TABLE if row.url.startswith("requests:")} - {"requests:list", "requests:mine"}
# Pages of these kinds differ from each other: several are visited.
UNLIKE = {"publishing:detail"}
A_FEW = 6
# Linked only after a publication has two versions, after a key was pasted for a new account, and while there is a
# request, a parcel, a proposal, a file, a route, a bot, a table or a register that waits, an own day, a text in the
# reserve, a case, an appeal, a reason to give or a second administration. The choice from the library and «Выпустить
# сейчас» are buttons.
NOT_ALWAYS = {
    *("publishing:versions", "publishing:library", "accounts:connecting", "accounts:proposal", "media:detail"),
    *("approval:change_route", "alarms:remove_bot", "staff:table_rows", "publishing:from_tray", *REQUESTS),
    *("publishing:words", "staff:administrations", "plan:series", "plan:series_change"),
    *(
        "plan:calendar",
        "plan:calendar_rename",
        "plan:calendar_remove",
        "plan:calendar_load",
        "plan:calendar_settings",
        "inbox:asked",
        "plan:calendar_reading",
    ),
    *("plan:file_rows", "plan:file", "plan:calendar_address", "plan:calendar_text", "plan:day_remove"),
    *("publishing:evergreen", "web:place", "publishing:reasons", "publishing:now", "compliance:preview"),
    *("personal_data:find", "rumours:detail", "rumours:link", "rumours:texts"),
    "moderation:second_look",
    *("commenting:detail", "commenting:account", "commenting:post"),
    *("cases:exchange_rows", "cases:detail", "cases:alike", "appeals:detail", "appeals:notice_of_restriction"),
    # Pages for residents: a city that has not opened them has none.
    *("appeals:rules", "appeals:months", "appeals:figures", "appeals:find", "appeals:place"),
}
# The Head comes to them from a proposal that waits; who answers for no page proposes no closing; only who may pause has
# a link to the pause before there is one.
PAUSE = {"publishing:pause"}
NOT_FOR_ALL = {
    "head": {"accounts:registry", "accounts:proposals"},
    "colleague": {"accounts:propose_closing"},
    "it": PAUSE,
    "curator": PAUSE,
    "auditor": PAUSE,
}
# The same people under the names of the access table.
IN_THE_TABLE = {
    "colleague": "alice",
    "press_head": "carol",
    "curator": "dave",
    "it": "ivan",
    "head": "helen",
    "auditor": "audrey",
}
# In each sweep one person walks, who opens almost every kind of page that the others may (test_access.py asks for all),
# and sees each kind from one side; by night everybody walks and sees all sides.
WALKERS = [
    pytest.param("press_head", False, id="press_head"),
    *(pytest.param(name, True, id=f"{name}-all sides", marks=pytest.mark.nightly) for name in IN_THE_TABLE),
]
ALTERNATING = {url: number % len(SIDES) for number, url in enumerate(sorted({row.url for row in TABLE}))}


@pytest.fixture(scope="module")
def lived_in(city: City, open_window: OpenWindow) -> City:
    """A city with a publication, comments of residents under it, and one deleted comment."""
    window = open_window()
    window.sign_in("press_head")
    window.page.goto("/outbox/?state=out")
    window.reload_until(lambda: window.page.locator(".what", has_text=PUBLISHED).count() == len(NETWORKS))
    post = next(post for post in city.sandbox.posts("vk") if PUBLISHED in post["text"])
    city.sandbox.write_comment("vk", post["id"], "Пётр", QUESTION)
    city.sandbox.write_comment("vk", post["id"], NEIGHBOUR, INSULT)
    window.page.goto("/inbox/?show=proposed")
    window.reload_until(lambda: window.page.locator(".q", has_text=INSULT).count() == 1)
    window.page.locator(".q", has_text=INSULT).click()
    expect(window.page.locator(".say-main")).to_contain_text(INSULT)
    window.page.get_by_role("link", name="Ограничить автора").click()
    window.page.get_by_label("Оскорбление").check()
    window.page.get_by_label("сутки").check()
    window.page.get_by_label("Почему строже").fill("Пишет это под каждой записью")
    window.page.get_by_role("button", name="Удалить и ограничить D", exact=True).click()
    expect(window.page.get_by_text("Ограничиваем автора. Как ответит сеть")).to_be_visible()
    window.page.goto(reverse("moderation:list"))
    window.reload_until(lambda: window.page.locator(".what", has_text=INSULT).count() == 1)
    ask_a_second_person(window)
    keep_a_template(window)
    return city


def ask_a_second_person(window: Window) -> None:
    """A restriction for good, which another person decides."""
    window.page.goto("/inbox/?show=all")
    window.page.locator(".q", has_text=QUESTION).click()
    expect(window.page.locator(".say-main")).to_contain_text(QUESTION)
    window.page.get_by_role("link", name="Ограничить автора").click()
    window.page.get_by_label("Спам").check()
    window.page.get_by_label("до пересмотра").check()
    window.page.get_by_label("Почему строже").fill("Пишет это под каждой записью")
    window.page.get_by_role("button", name="Решить D", exact=True).click()
    expect(window.page.get_by_text("Ждём второго человека.")).to_be_visible()


def keep_a_template(window: Window) -> None:
    window.page.goto(reverse("cases:templates"))
    window.page.get_by_label("Название").fill("Снег во дворах")
    window.page.get_by_label("Текст").fill("Уберём до {срок}.")
    window.page.get_by_role("button", name="Сохранить").click()
    expect(window.page.get_by_role("link", name="Снег во дворах")).to_be_visible()


# Linked from «Сегодня» and the list of people while a role waits for confirmation; in this city none does.
LINKED_WHILE_ROLES_WAIT = {"staff:waiting"}


@dataclass(frozen=True, slots=True)
class Seen:
    """Kinds of elements already checked on pages of each kind: as the server sends them, as they are shown."""

    sent: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    shown: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


@pytest.fixture(scope="module")
def seen() -> Seen:
    return Seen()


@pytest.mark.parametrize(("name", "all_sides"), WALKERS)
def test_every_page_of(name: str, all_sides: bool, lived_in: City, seen: Seen, open_window: OpenWindow) -> None:
    window = open_window()
    window.sign_in(name)

    found, walked = walk(window, seen, all_sides=all_sides)

    assert found == {}
    assert pages_of(name) - walked - LINKED_WHILE_ROLES_WAIT == set()


def test_every_page_before_the_sign_in(open_window: OpenWindow) -> None:
    window = open_window()
    for path in ("/me/login/", "/me/password/reset/", "/me/password/reset/done/", "/people/invite/no-such/", "/none/"):
        window.page.goto(path)
        assert (path, window.look_over()) == (path, {})


def walk(window: Window, seen: Seen, *, all_sides: bool) -> tuple[dict[str, Any], set[str]]:
    """Visit all links from the first page. Faults by address, and the kinds of pages visited."""
    found: dict[str, Any] = {}
    kinds: Counter[str] = Counter()
    walked: set[str] = set()
    ahead = ["/"]
    while ahead:
        path = ahead.pop(0)
        kind, likeness = kind_of(path), likeness_of(path)
        if likeness in walked or kind in NOT_PAGES or kinds[kind] == A_FEW:
            continue
        source = PageSource(window, path)
        if source.status != 200:
            found[path] = {"status": source.status}
        elif wrong := look(window, path, source, seen, sides_of(path, all_sides=all_sides)):
            found[path] = wrong
        walked.add(likeness)
        kinds[kind] += 1
        ahead += source.links
    return found, set(kinds)


def sides_of(path: str, *, all_sides: bool) -> Sequence[Side]:
    """All sides, or one: kinds that follow each other in the alphabet are seen from different ones."""
    one = ALTERNATING.get(kind_of(path), 0)
    return SIDES if all_sides else SIDES[one : one + 1]


def look(window: Window, path: str, source: PageSource, seen: Seen, sides: Sequence[Side]) -> dict[str, Any]:
    """Show a page that is sent with new elements. Check the first of a kind from these sides, further ones once.

    What has no new elements is not shown: the same scripts and styles make the same of it.
    """
    kind = kind_of(path)
    sent, shown = seen.sent[kind], seen.shown[kind]
    if source.parts <= sent:
        return {}
    sent |= source.parts
    window.page.goto(path)
    new, first = window.parts() - shown, not shown
    if not new:
        return window.listen()
    shown |= new
    return window.look_from(sides) if first else window.glance()


def pages_of(name: str) -> set[str]:
    """Addresses that the person may open by the access table: there must be a link to each."""
    rows = (row for row in TABLE if row.method == "GET" and row.ok != 404 and IN_THE_TABLE[name] in row.allowed)
    return {row.url for row in rows} - NOT_PAGES - NOT_ALWAYS - NOT_FOR_ALL.get(name, set())


def kind_of(path: str) -> str:
    """The name of the address."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return path


def likeness_of(path: str) -> str:
    """A key of pages that look the same: answers to one question are alike."""
    if kind_of(path) in UNLIKE:
        return path
    return f"{kind_of(path)}?{','.join(sorted(parse_qs(urlsplit(path).query)))}"

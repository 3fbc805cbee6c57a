"""Nonsense at every address, in fields and in the address itself: an answer below 500, never a stack trace.

A GET gets nonsense after «?»; a POST gets nonsense in every field at once, in each field of its valid form alone, and
in all fields that its valid form omits.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import cycle, islice
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, reverse
from pytest_django import Settings

from tests.people import client_of
from tests.security.access_row import Row
from tests.security.access_table import TABLE
from tests.security.conftest import Stage
from tests.security.rows_by_room import by_room, one_by_one
from tests.security.world import World
from veche.staff import signin_urls
from veche.staff.models import Person

NONSENSE = {
    "nul": "a\x00b",
    "number": "99999999999999999999",
    "digits": "9" * 5000,
    "year one": "0001-01-01",
    "year 9999": "9999-12-31",
    "week one": "0001-W01",
    "week 9999": "9999-W52",
    "long": "щ" * 3000,
    "marks": '(a+)+$[\\\r\nSet-Cookie: b=1\r\n\r\n"><script>{{ 7|add:7 }}{% load x %}\u202e',
    "name of a view": "web:today",
    "empty": "",
}
# Values that most easily pass a field's own check.
SHARPEST = ("nul", "digits", "number", "year one", "year 9999")
BLUNT = tuple(what for what in NONSENSE if what not in SHARPEST)
# For fields that are read as JSON, such as a passkey's answer.
OF_JSON = ("[" * 60_000, "[]", r'{"id":"\ud800"}')
# Query parameters of the pages.
ASKED = (
    *("page", "q", "state", "network", "net", "show", "day", "time", "week", "occasion", "since", "until", "person"),
    *("verb", "a", "b", "view", "step", "part", "ground", "next"),
)
# Fields of all forms.
FIELDS = (
    *("title", "day", "time", "accounts", "aimed", "format", "category", "occasion", "department", "note", "place"),
    *("version", "over", "text", "text_vk", "next", "seen", "what", "url", "reason", "since", "until", "role"),
    *("owner_name", "expires_on", "linked_group_id", "username", "rules_url", "opened_on", "remote_id", "network"),
)
AT_THE_DOORS = (
    *("login", "password", "oldpassword", "password1", "password2", "email", "code", "credential", "name", "next"),
    *("remember", "passwordless"),
)
IN_THE_ADDRESS = ("99999999999999999999", "9" * 5000, "0", "%00", "%FF%FE", "..%2Fetc", "%D0%B0", "-1")
BODIES = {
    "empty": b"",
    "not UTF-8": b"title=\xff\xfe&reason=%ff&email=%c3%28&=&&%zz",
    "many fields": b"&".join(b"a=1" for _ in range(2000)),
    "three megabytes": b"text=" + b"a" * 3_000_000,
    "torn": b'--x\r\nContent-Disposition: form-data; name="photos"; filename="a\x00b"\r\n\r\nz\r\n--x--',
}

pytestmark = pytest.mark.sweep


@pytest.fixture(autouse=True)
def refuses_nul(db: None) -> Iterator[None]:
    """PostgreSQL takes no NUL in a text; SQLite would hide that."""

    def run(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if any(isinstance(one, str) and "\x00" in one for one in params or ()):
            raise DataError(f"NUL in {sql[:200]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(run):
        yield


def doors(patterns: Iterable[Any] = signin_urls.urlpatterns) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from doors(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([*(NONSENSE[what] for what in SHARPEST), *OF_JSON], id="sharpest"),
        pytest.param([NONSENSE[what] for what in BLUNT], id="blunt", marks=pytest.mark.nightly),
    ],
)
@pytest.mark.parametrize("guest", [True, False])
@pytest.mark.parametrize("name", sorted(set(doors())))
def test_nonsense_at_the_doors(name: str, guest: bool, words: list[str], ivan: Person, settings: Settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    known = resolve_names(name)
    for path in known:
        for nonsense in words:
            browser = Client(raise_request_exception=False) if guest else client_of(ivan, raise_request_exception=False)
            fields = dict.fromkeys(AT_THE_DOORS, nonsense)
            said = [browser.get(path, fields).status_code, browser.post(path, fields).status_code]
            assert max(said) < 500, (path, nonsense[:20])


def resolve_names(name: str) -> list[str]:
    found = []
    for kwargs in ({}, {"pk": 1}, {"uidb36": "1", "key": "set-password"}, {"uidb36": "z" * 50, "key": "a-b"}):
        with suppress(NoReverseMatch):
            found.append(reverse(name, kwargs=kwargs))
    assert found
    return found


@pytest.mark.parametrize(
    ("kinds", "each", "alone", "step"),
    [
        pytest.param(SHARPEST, 1, "nul", 2, id="one of the sharpest"),
        pytest.param(SHARPEST, len(SHARPEST), "nul", 1, id="sharpest", marks=pytest.mark.nightly),
        pytest.param(BLUNT, len(BLUNT), "digits", 1, id="blunt", marks=pytest.mark.nightly),
    ],
)
@by_room(TABLE)
def test_nonsense_in_fields(rows: list[Row], kinds: tuple[str, ...], each: int, alone: str, step: int, stage: Stage):
    """An address gets `each` of the kinds, the next address those after them; of its forms each, or every second."""
    troubles, endless = {}, cycle(kinds)
    for turn, row in enumerate(one_by_one(rows)):
        browser, url = browser_of(stage, row), reverse(row.url, kwargs=row.kwargs(stage.home))
        forms = list(nonsense(row, stage.home, tuple(islice(endless, each)), alone))
        for what, data in forms[turn % min(step, len(forms)) :: step]:
            troubles[str(row), what] = trouble(browser, row.method, url, data)

    assert found(troubles) == {}


@by_room(row for row in TABLE if row.method == "POST")
def test_nonsense_after_the_question_mark_of_a_form(rows: list[Row], stage: Stage):
    """The filters of a list are in the address of its buttons."""
    troubles, endless = {}, cycle(("nul", "digits"))
    for row in one_by_one(rows):
        browser, data = browser_of(stage, row), row.data(stage.home)
        url, what = reverse(row.url, kwargs=row.kwargs(stage.home)), next(endless)
        asked = dict.fromkeys(ASKED, NONSENSE[what])
        troubles[str(row), what] = trouble(browser, "POST", url, data, query_params=asked)

    assert found(troubles) == {}


@by_room(row for row in TABLE if row.about)
def test_nonsense_in_the_address(rows: list[Row], stage: Stage):
    troubles = {}
    for row in one_by_one(rows):
        browser, data, parts = browser_of(stage, row), row.data(stage.home), row.kwargs(stage.home)
        url = reverse(row.url, kwargs=parts)
        for name, part in parts.items():
            for word in IN_THE_ADDRESS:
                answer = trouble(browser, row.method, url.replace(f"/{part}/", f"/{word}/"), data)
                troubles[str(row), f"{name}: {word[:30]}"] = answer

    assert found(troubles) == {}


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/xml"])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_body_that_is_no_form(kind: str, body: bytes, stage: Stage):
    people = {"publishing:new": "alice", "outbox:freeze": "carol", "staff:invite": "ivan", "account_login": None}

    answers = {
        url: stage.browser(name, raise_request_exception=False).generic("POST", reverse(url), body, content_type=kind)
        for url, name in people.items()
    }

    assert {url: answer.status_code for url, answer in answers.items() if answer.status_code >= 500} == {}


def nonsense(row: Row, home: World, kinds: tuple[str, ...], alone: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Forms of a row: each kind in all fields, and the kind `alone` in each field of its valid form alone."""
    good = row.data(home)
    fields = FIELDS if row.method == "POST" else ASKED
    for what in kinds:
        word = NONSENSE[what]
        yield f"all: {what}", dict.fromkeys((*good, *fields), word)
        if row.method == "POST" and what in SHARPEST:
            yield f"the rest: {what}", dict.fromkeys(fields, word) | good
    for name in good:
        yield f"{name}: {alone}", good | {name: NONSENSE[alone]}


def browser_of(stage: Stage, row: Row) -> Client:
    """A client of somebody admitted, who gets errors as pages, as in production."""
    return stage.admitted(row, raise_request_exception=False)


def trouble(browser: Client, method: str, url: str, data: dict[str, Any], **more: Any) -> str:
    """The error of one request, or ""; its changes are rolled back."""
    with transaction.atomic():
        response = (browser.get if method == "GET" else browser.post)(url, data, **more)
        transaction.set_rollback(True)
    error = response.exc_info[1] if response.exc_info else None  # type: ignore[attr-defined]
    return "" if response.status_code < 500 else f"{response.status_code} {error!r:.200}"


def found(troubles: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    return {what: said for what, said in troubles.items() if said}

"""Every address × everybody × own and foreign objects, against the reviewed table in access_table.py."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.people import CAST
from tests.security.access_requests import linked
from tests.security.access_row import Row
from tests.security.access_table import ELSEWHERE, TABLE
from tests.security.conftest import Stage
from tests.security.rows_by_room import by_room, one_by_one
from tests.security.test_headers import HEADERS
from veche.staff.models import BrowserSession

AT_HOME = [name for name in CAST if name != "mallory"]
# People with the role of somebody above them in the cast.
OF_THE_SAME_ROLE = {"bob", "erin"}
TO_SIGN_IN = "led to the sign-in"
FIRST, SAME_ROLE, REST = "first", "same role", "rest"
# `make test` asks the first of a row, `make sweep` those of the same role, among them another department's curator,
# and `make nightly` the rest; test_opening.py asks one for each page.
in_turns = pytest.mark.parametrize(
    "turn", [FIRST, pytest.param(SAME_ROLE, marks=pytest.mark.sweep), pytest.param(REST, marks=pytest.mark.nightly)]
)


def who_opens(row: Row, turn: str) -> list[str]:
    """First: everybody whom the row refuses, and one person whom it admits, unless test_opening.py asks that one."""
    admitted = [name for name in AT_HOME if row.public or name in row.allowed]
    rest = admitted if row.opener else admitted[1:]
    return [name for name in AT_HOME if name != row.opener and turn_of(name, rest) == turn]


def who_opens_foreign(row: Row, turn: str) -> list[str]:
    """First: who may open such things at home."""
    rest = [name for name in AT_HOME if name not in row.allowed]
    return [name for name in AT_HOME if turn_of(name, rest) == turn]


def turn_of(name: str, rest: list[str]) -> str:
    if name in OF_THE_SAME_ROLE:
        return SAME_ROLE
    return REST if name in rest else FIRST


@in_turns
@by_room(TABLE)
def test_own_things(rows: list[Row], turn: str, stage: Stage):
    wrong = {}
    for row in one_by_one(rows):
        url, data = reverse(row.url, kwargs=row.kwargs(stage.home)), row.data(stage.home)
        for name in who_opens(row, turn):
            answer = outcome(row, stage.browser(name), url, data)
            if answer != expected(row, name):
                wrong[str(row), name] = answer

    assert wrong == {}


@by_room(TABLE)
def test_nobody(rows: list[Row], stage: Stage):
    """Nor is a session written for a stranger. The headers, of the same answers, are those of test_headers.py."""
    before, wrong = BrowserSession.objects.count(), {}
    for row in one_by_one(rows):
        url, data, stranger = reverse(row.url, kwargs=row.kwargs(stage.home)), row.data(stage.home), Client()
        answers = [sent(row, stranger, url, data, headers=headers) for headers in ({}, {"HX-Request": "true"})]
        told = [{name: answer.headers.get(name) for name in HEADERS} for answer in answers]
        found = said(answers[0]), told, BrowserSession.objects.count()
        if found != (row.expected if row.public else TO_SIGN_IN, [HEADERS] * 2, before):
            wrong[str(row)] = found

    assert wrong == {}


@pytest.mark.sweep
def test_the_holder_of_a_link_opens_nothing_else(stage: Stage):
    """Who answers a request by the link of a letter has signed in nowhere."""
    holder = stage.browser(None)
    answer = holder.post(reverse("requests:link", kwargs=linked(stage.home)), {"act": "answer", "text": "Готово."})

    answers = {
        str(row): outcome(row, holder, reverse(row.url, kwargs=row.kwargs(stage.home)), row.data(stage.home))
        for row in TABLE
        if not row.public
    }

    assert (answer.status_code, holder.cookies.keys() >= {"veche-link"}) == (302, True)
    assert {row for row, said in answers.items() if said != TO_SIGN_IN} == set()


@in_turns
@by_room(row for row in TABLE if row.about and not row.public)
def test_foreign_things_are_not_there(rows: list[Row], turn: str, stage: Stage):
    """People who may open their own get 404. Others may get 403 as well, which reveals nothing."""
    wrong = {}
    for row in one_by_one(rows):
        theirs, ours = (reverse(row.url, kwargs=row.kwargs(world)) for world in (stage.abroad, stage.home))
        asked = [(name, theirs, stage.abroad) for name in who_opens_foreign(row, turn)]
        if turn == FIRST:
            asked.append(("mallory", ours, stage.home))
        for name, url, world in asked:
            answer = outcome(row, stage.browser(name), url, row.data(world))
            if answer not in refusals(row, name):
                wrong[str(row), name] = answer

    assert wrong == {}


@pytest.mark.sweep
@by_room({row.url: row for row in TABLE}.values())
def test_no_other_method(rows: list[Row], stage: Stage):
    wrong = {}
    for row in one_by_one(rows):
        unknown = {"GET", "POST", "PUT", "DELETE"} - {other.method for other in TABLE if other.url == row.url}
        person, url = stage.admitted(row), reverse(row.url, kwargs=row.kwargs(stage.home))
        for method in unknown:
            status = person.generic(method, url).status_code
            if status != 405:
                wrong[row.url, method] = status

    assert wrong == {}


BUTTONS = {row.url for row in TABLE} - {row.url for row in TABLE if row.method == "GET"}


@pytest.mark.sweep
@by_room(row for row in TABLE if row.url in BUTTONS and not row.csrf_exempt)
def test_the_address_of_a_button_leads_to_a_page(rows: list[Row], stage: Stage):
    """After a refused form it is the browser's address: reloading it opens the form's page and changes nothing."""
    wrong = {}
    for row in one_by_one(rows):
        url = reverse(row.url, kwargs=row.kwargs(stage.home))
        page = stage.admitted(row).get(url, headers={"Accept": "text/html"}, follow=True)
        if page.status_code != 200 or not page.redirect_chain:
            wrong[str(row)] = page.status_code, page.redirect_chain

    assert wrong == {}


def test_every_address_has_a_row():
    listed = {row.url for row in TABLE} | set(ELSEWHERE)
    families = tuple(name for name in ELSEWHERE if name.endswith("_"))

    missing = sorted(name for name in address_names() if name not in listed and not name.startswith(families))

    assert missing == []


def test_every_row_has_an_address():
    assert sorted({row.url for row in TABLE} - set(address_names())) == []


def address_names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield prefix + (entry.name or f"(no name) {entry.pattern}")
        else:
            yield from address_names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)


def outcome(row: Row, client: Client, url: str, data: dict[str, object]) -> int | str:
    """The result of one request; its changes are rolled back."""
    with transaction.atomic():
        response = sent(row, client, url, data)
        transaction.set_rollback(True)
    return said(response)


def sent(row: Row, client: Client, url: str, data: dict[str, object], **more: Any) -> Any:
    return client.get(url, **more) if row.method == "GET" else client.post(url, data, **more)


def said(response: Any) -> int | str:
    to_sign_in = response.status_code == 302 and response.headers["Location"].startswith("/me/login/?next=")
    return TO_SIGN_IN if to_sign_in else int(response.status_code)


def expected(row: Row, name: str) -> int:
    return row.expected if row.public or name in row.allowed else 403


def refusals(row: Row, name: str) -> set[int | str]:
    could = "alice" if name == "mallory" else name  # mallory is a press officer too, elsewhere
    return {404} if could in row.allowed else {403, 404}

"""Every address × everybody × own and foreign objects, against the reviewed table in access_table.py."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.people import CAST
from tests.security.access_requests import linked
from tests.security.access_row import Row
from tests.security.access_table import ELSEWHERE, TABLE
from tests.security.conftest import Stage

# People with the role of somebody above them in the cast; `make sweep` tests them too.
OF_THE_SAME_ROLE = ["bob", "erin"]
ONE_OF_EACH_ROLE = [name for name in CAST if name not in (*OF_THE_SAME_ROLE, "mallory")]
TO_SIGN_IN = "led to the sign-in"
rows = pytest.mark.parametrize("row", TABLE, ids=str)
colleagues = pytest.mark.parametrize(
    "names",
    [
        pytest.param(ONE_OF_EACH_ROLE, id="one of each role"),
        pytest.param(OF_THE_SAME_ROLE, id="of the same role", marks=pytest.mark.sweep),
    ],
)


@colleagues
@rows
def test_own_things(row: Row, names: list[str], stage: Stage):
    url, data = reverse(row.url, kwargs=row.kwargs(stage.home)), row.data(stage.home)

    answers = {name: outcome(row, stage.browser(name), url, data) for name in names}

    assert answers == {name: expected(row, name) for name in names}


@rows
def test_nobody(row: Row, stage: Stage):
    url, data = reverse(row.url, kwargs=row.kwargs(stage.home)), row.data(stage.home)

    assert outcome(row, stage.browser(None), url, data) == (row.expected if row.public else TO_SIGN_IN)


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


@colleagues
@pytest.mark.parametrize("row", [row for row in TABLE if row.about and not row.public], ids=str)
def test_foreign_things_are_not_there(row: Row, names: list[str], stage: Stage):
    """People who may open their own get 404. Others may get 403 as well, which reveals nothing."""
    theirs, ours = (reverse(row.url, kwargs=row.kwargs(world)) for world in (stage.abroad, stage.home))

    answers = {name: outcome(row, stage.browser(name), theirs, row.data(stage.abroad)) for name in names}
    answers["mallory"] = outcome(row, stage.browser("mallory"), ours, row.data(stage.home))

    assert {name: answer for name, answer in answers.items() if answer not in refusals(row, name)} == {}


@pytest.mark.parametrize("row", {row.url: row for row in TABLE}.values(), ids=lambda row: row.url)
def test_no_other_method(row: Row, stage: Stage):
    unknown = {"GET", "POST", "PUT", "DELETE"} - {other.method for other in TABLE if other.url == row.url}
    person, url = stage.admitted(row), reverse(row.url, kwargs=row.kwargs(stage.home))

    answers = {method: person.generic(method, url).status_code for method in unknown}

    assert answers == dict.fromkeys(unknown, 405)


BUTTONS = {row.url for row in TABLE} - {row.url for row in TABLE if row.method == "GET"}


@pytest.mark.parametrize("row", [row for row in TABLE if row.url in BUTTONS and not row.csrf_exempt], ids=str)
def test_the_address_of_a_button_leads_to_a_page(row: Row, stage: Stage):
    """After a refused form it is the browser's address: reloading it opens the form's page and changes nothing."""
    url = reverse(row.url, kwargs=row.kwargs(stage.home))

    page = stage.admitted(row).get(url, headers={"Accept": "text/html"}, follow=True)

    assert (page.status_code, bool(page.redirect_chain)) == (200, True)


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
        response = client.get(url) if row.method == "GET" else client.post(url, data)
        transaction.set_rollback(True)
    to_sign_in = response.status_code == 302 and response.headers["Location"].startswith("/me/login/?next=")
    return TO_SIGN_IN if to_sign_in else response.status_code


def expected(row: Row, name: str) -> int:
    return row.expected if row.public or name in row.allowed else 403


def refusals(row: Row, name: str) -> set[int | str]:
    could = "alice" if name == "mallory" else name  # mallory is a press officer too, elsewhere
    return {404} if could in row.allowed else {403, 404}

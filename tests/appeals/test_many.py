"""Thousands of appeals: pages by a cursor, no more queries than for one."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.appeals.conftest import wait
from tests.people import client_of
from veche.appeals.enums import AppealState
from veche.appeals.models import Appeal
from veche.staff.models import Administration, Person

LIST = "/inbox/appeals/"


def end(appeal: Appeal, by: Person) -> None:
    done = {"state": AppealState.DISMISSED, "decided_by": by, "decided_at": appeal.due_at, "reason": "Не нашли"}
    Appeal.objects.filter(pk=appeal.pk).update(**done)


def numbers(page: Any) -> list[int]:
    return [row.number for row in page.context["rows"]]


def link(page: Any, called: str) -> str:
    found = re.search(rf'<a href="([^"]*)">{called}</a>', page.content.decode())
    return LIST + found[1].replace("&amp;", "&") if found else ""


@pytest.mark.parametrize("number", [100, pytest.param(10_000, marks=pytest.mark.nightly)])
def test_pages_lose_no_appeal_whatever_is_decided_meanwhile(
    rubtsovsk: Administration, bob: Person, number: int
) -> None:
    rows, browser, read = wait(rubtsovsk, number), client_of(bob), list[int]()
    page = browser.get(LIST)
    first = numbers(page)
    end(rows[0], bob)
    while True:
        read += numbers(page)
        if not (following := link(page, "Дальше")):
            break
        page = browser.get(following)
    assert read == list(range(1, number + 1))
    back = browser.get(link(page, "Назад"))
    assert numbers(back) == read[-len(numbers(page)) - len(first) : -len(numbers(page))]
    while before := link(back, "Назад"):
        back = browser.get(before)
    assert numbers(back) == [*read[1 : len(first)], read[len(first)]]  # a whole first page, without what was decided
    for one in rows[1:50]:
        end(one, bob)
    done = browser.get(f"{LIST}?show=done")
    after = browser.get(link(done, "Дальше"))
    assert numbers(done) + numbers(after) == [*range(50, 0, -1)]
    assert numbers(browser.get(f"{LIST}?after=9" + "9" * 17 + "_1")) == numbers(browser.get(LIST))
    assert numbers(browser.get(f"{LIST}?before=x_y")) == numbers(browser.get(LIST))


def test_the_list_asks_no_more_of_many(rubtsovsk: Administration, bob: Person) -> None:
    wait(rubtsovsk, 1)
    browser = client_of(bob)
    browser.get(LIST)
    with CaptureQueriesContext(connection) as of_one:
        browser.get(LIST)
    wait(rubtsovsk, 100, first=2)
    with CaptureQueriesContext(connection) as of_many:
        browser.get(LIST)
    assert len(of_many) == len(of_one)

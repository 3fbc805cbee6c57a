"""Thousands of appeals: pages by a cursor, no more queries than for one, a limit that says where else to write."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.appeals.conftest import SLUG, ruled, wait
from tests.factories import NOON
from tests.markup import words
from tests.people import client_of
from veche.appeals.domain import submit as submitting
from veche.appeals.domain.decide import dismiss, name_decision
from veche.appeals.domain.submit import FULL, submit
from veche.appeals.domain.tickets import issue
from veche.appeals.enums import AppealState
from veche.appeals.models import Appeal, AppealSettings, Ticket
from veche.appeals.public_views import TOO_MANY, TOO_OFTEN
from veche.cases.models import CaseSettings
from veche.journal.models import Entry
from veche.staff.models import Administration, Attempt, Person

AT, LIST = f"/comments/{SLUG}/appeal/", "/inbox/appeals/"
PLACE: dict[str, Any] = {"network": "vk", "day": "2026-11-25", "time": "12:30", "post": "Двор", "text": "Верните"}
FORMAL = "Официально: улица Светлая, 1, или https://example.org/priem"


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


def test_who_is_refused_for_the_number_of_others_reads_where_else_to_write(
    terms: AppealSettings, alice: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit holds for all addresses together, also for one that has written nothing; codes are always taken."""
    city = terms.administration
    CaseSettings.objects.create(administration=city, formal=FORMAL)
    monkeypatch.setattr(submitting, "MOST_WAITING", 3)
    issued = issue(decision=ruled(city, alice), by=alice)
    for last in range(3):
        assert Client(REMOTE_ADDR=f"198.51.100.{last}").post(f"{AT}place/", PLACE).status_code == 200
    entries = Entry.objects.count()
    for last in range(3, 6):
        refused = Client(REMOTE_ADDR=f"198.51.100.{last}").post(f"{AT}place/", PLACE)
        page = words(refused.content.decode())
        assert (refused.status_code, FULL in page, "улица Светлая, 1" in page) == (422, True, True)
        assert refused.context["form"]["text"].value() == PLACE["text"]
    assert (Appeal.objects.count(), Ticket.objects.count(), Entry.objects.count()) == (3, 4, entries)
    assert "новые без номера не принимаем" in words(client_of(bob).get(LIST).content.decode())

    stranger = Client(REMOTE_ADDR="203.0.113.9")
    shown = stranger.post(AT, {"number": issued.ticket.number, "code": issued.code})
    stranger.post(f"{AT}send/", {"pass_": shown.context["form"]["pass_"].value(), "text": "Верните"})
    assert Appeal.objects.filter(judge=alice).count() == 1
    dismiss(appeal=Appeal.objects.filter(judge=None)[0], by=bob, reason="Не нашли")
    assert stranger.post(f"{AT}place/", PLACE).status_code == 200
    monkeypatch.undo()

    for typed, where, said in (({"number": 1, "code": "A"}, AT, TOO_MANY), (PLACE, f"{AT}place/", TOO_OFTEN)):
        answers = [stranger.post(where, typed) for _ in range(11)]
        page = words(answers[-1].content.decode())
        assert (answers[-1].status_code, said in page, "улица Светлая, 1" in page) == (429, True, True)


def test_wrong_codes_from_many_addresses_leave_nothing_behind(terms: AppealSettings) -> None:
    entries, wrong = Entry.objects.count(), {"number": 1, "code": "AAAA"}
    with time_machine.travel(NOON) as clock:
        for last in range(50):
            assert Client(REMOTE_ADDR=f"198.51.100.{last}").post(AT, wrong).status_code == 422
        assert Attempt.objects.count() == 50
        clock.shift(timedelta(minutes=16))
        Client(REMOTE_ADDR="203.0.113.9").post(AT, wrong)
    assert (Attempt.objects.count(), Entry.objects.count()) == (1, entries)


def test_several_are_closed_with_one_answer(
    rubtsovsk: Administration, terms: AppealSettings, alice: Person, bob: Person, mallory: Person
) -> None:
    """Each by its own entry in the journal, after a list that changes nothing; nobody closes one against themselves."""
    browser, at = client_of(bob), f"{LIST}together/"
    junk = wait(rubtsovsk, 4, first=1000)
    Appeal.objects.update(wrote_at=NOON - timedelta(days=3))  # nobody decided around that hour
    rulings = [ruled(rubtsovsk, judge, author_id=str(judge.pk)) for judge in (alice, bob)]
    tickets = [issue(decision=ruling, by=alice).ticket for ruling in rulings]
    judged = [submit(ticket=ticket, terms=terms, text="Верните") for ticket in tickets]
    [foreign] = wait(mallory.administration, 1, first=2000)
    ticks = {"appeal": [one.pk for one in junk], "kind": "lost", "reason": "Такого решения у нас нет."}

    def states() -> list[str]:
        return list(Appeal.objects.order_by("pk").values_list("state", flat=True))

    ticked = browser.get(f"{LIST}?show=lost&tick=all").content.decode()
    assert ticked.count('name="appeal"') == ticked.count(" checked>") == len(junk)
    assert "Закроем" in words(browser.get(at, {"appeal": [one.pk for one in junk]}).content.decode())
    both = ticks | {"appeal": [junk[0].pk, judged[0].pk], "kind": ""}
    for refused in (ticks | {"reason": " "}, both):
        assert browser.post(at, refused).status_code == 422
    assert browser.post(at, ticks | {"appeal": [foreign.pk]}).status_code == 302
    assert set(states()) == {AppealState.WAITING}

    found = name_decision(appeal=junk[3], by=alice, decision=ruled(rubtsovsk, alice, author_id="9"))
    assert browser.post(at, ticks).status_code == 302
    done = Appeal.objects.filter(state=AppealState.DISMISSED, reason=ticks["reason"], decided_by=bob)
    assert list(done.order_by("pk")) == junk[:3]
    assert Entry.objects.filter(verb="appeal.dismissed").count() == 3

    stand = {"appeal": [one.pk for one in (*judged, found)], "kind": "stands", "reason": "Слова про человека."}
    assert browser.post(at, stand).status_code == 302
    left = Appeal.objects.filter(administration=rubtsovsk, state=AppealState.WAITING)
    assert list(left) == [judged[1]]
    assert "Закрыть отмеченные" not in browser.get(LIST).content.decode()
    assert browser.post(at, stand).status_code == 422

"""A department's step is a request: one list, one deadline, one reminder; the sheet decides, opens and closes it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.approval.routes import department_of, route, sheet_about, standing, steps
from tests.markup import element, words
from tests.people import client_of
from tests.requests.asked import asked
from tests.requests.test_words import WORKING
from veche.alarms.domain.chat_words import message
from veche.alarms.domain.words import Item
from veche.alarms.models import Alarm
from veche.alarms.news import news_of
from veche.approval.domain.ask import move_deadline, take_back
from veche.approval.domain.decide import decide
from veche.approval.domain.department_requests import open_missing
from veche.approval.domain.hasten import hasten
from veche.approval.domain.silence import remind
from veche.approval.enums import Verdict
from veche.approval.models import ApprovalSheet, Step
from veche.publishing.domain.silence import agree_in_silence
from veche.requests.domain.answer import answer
from veche.requests.domain.ask import withdraw
from veche.requests.domain.links import allow, opened, path_for
from veche.requests.domain.news import ASKED, read_asked
from veche.requests.domain.remind import remind_waiting
from veche.requests.errors import RequestError
from veche.requests.models import Request
from veche.staff.models import Administration, Person

ALONE = (1, "item_department")


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(WORKING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sheet(clock: object, rubtsovsk: Administration, alice: Person, carol: Person, dave: Person) -> ApprovalSheet:
    route(rubtsovsk, ALONE, (1, "press_head"))
    return sheet_about(alice, department_of(dave), title="Каток", publish_at=WORKING + timedelta(days=2))


def requests() -> list[tuple[str, str]]:
    return list(Request.objects.order_by("pk").values_list("title", "state"))


def department_step(sheet: ApprovalSheet) -> Step:
    return next(step for step in steps(sheet) if step.department_id)


def test_the_bot_asks_for_material_only_where_it_is_taken(sheet: ApprovalSheet, alice: Person, dave: Person):
    """A step is decided on its sheet: what is sent in answer to it would go to the press."""
    of_step, of_request = Request.objects.get(), asked(alice, department_of(dave))
    news, alarm = news_of(ASKED), Alarm.objects.filter(kind=ASKED, person=dave).first()
    assert news is not None
    assert alarm is not None
    matters = read_asked(alice.administration, dave, [of_step.pk, of_request.pk])

    said = {pk: message(Item(alarm, news, matter), "https://veche.example.ru")[0] for pk, matter in matters.items()}

    assert {pk: "ответьте на это сообщение" in words for pk, words in said.items()} == {
        of_step.pk: False,
        of_request.pk: True,
    }


def test_the_step_stands_among_the_requests_of_its_department(sheet: ApprovalSheet, dave: Person, erin: Person):
    step, request = department_step(sheet), Request.objects.get()

    assert (request.subject_id, request.due_at) == (step.pk, step.due_at)
    page = words(element(client_of(dave).get("/requests/mine/").content.decode(), "main"))
    assert "Каток" in page
    assert client_of(dave).get(f"/requests/{request.pk}/")["Location"] == f"/approval/{step.pk}/"
    assert client_of(erin).get(f"/requests/{request.pk}/").status_code == 403
    assert list(Alarm.objects.values_list("kind", "person")) == [("requests.asked", dave.pk)]
    today = words(element(client_of(dave).get("/").content.decode(), "main"))
    assert today.count("Каток") == 1


def test_the_sheets_yes_answers_the_request(sheet: ApprovalSheet, dave: Person):
    decide(step=department_step(sheet), by=dave, verdict=Verdict.YES)

    request = Request.objects.get()
    assert request.state == "accepted"
    assert request.answered_by == dave
    assert request.minutes_to_answer == 0


def test_a_return_by_somebody_else_ends_it_and_a_withdrawal_too(sheet: ApprovalSheet, alice: Person, dave: Person):
    take_back(post=sheet.version.post, by=alice)

    assert requests() == [("Каток", "over")]
    assert Request.objects.get().remarks.get().text.startswith("Текст вернули на правку или забрали")


def test_the_deadline_of_the_request_is_that_of_the_step(sheet: ApprovalSheet):
    move_deadline(post=sheet.version.post, publish_at=WORKING + timedelta(days=3))

    assert Request.objects.get().due_at == department_step(sheet).due_at == WORKING + timedelta(days=3, hours=-3)


def test_a_hastened_sheet_asks_the_department_to_review(sheet: ApprovalSheet, carol: Person, dave: Person):
    hasten(step=department_step(sheet), by=carol, why="Авария")

    assert requests() == [("Каток", "asked")]
    assert Request.objects.get().due_at == department_step(sheet).due_at
    decide(step=department_step(sheet), by=dave, verdict=Verdict.YES)
    assert requests() == [("Каток", "accepted")]


def test_it_is_answered_on_its_sheet_alone(sheet: ApprovalSheet, alice: Person, dave: Person, carol: Person):
    request = Request.objects.get()
    allow(administration=request.administration, by=carol, links=True)

    with pytest.raises(RequestError, match="на листе согласования"):
        answer(request=request, by=dave, text="Согласны.")
    with pytest.raises(RequestError, match="на листе согласования"):
        withdraw(request=request, by=alice)
    assert opened(path_for(request, dave).split("/")[-2]) is None
    assert client_of(alice).get(f"/requests/ask/?kind=agree&subject={request.subject_id}").context["subject"] is None


def test_silence_is_reminded_of_once_and_closes_the_request(
    clock: Any, rubtsovsk: Administration, alice: Person, dave: Person
):
    route(rubtsovsk, (1, "item_department", {"hours": 4, "silence": True}))
    sheet = sheet_about(alice, department_of(dave), title="Каток", publish_at=WORKING + timedelta(days=2))
    step = department_step(sheet)

    told = []
    for hours in (4.05, 5.1):
        clock.move_to(WORKING + timedelta(hours=hours))
        told += [remind(), remind_waiting(), remind(), agree_in_silence()]

    assert told == [0, 1, 1, 0, 0, 0, 0, 1]
    assert (standing(sheet)[0], requests()) == ((step.title, "yes"), [("Каток", "over")])
    assert list(Alarm.objects.values_list("kind", flat=True)) == ["requests.asked", "requests.thread"]


def test_a_sheet_of_before_gets_its_request_without_a_letter(sheet: ApprovalSheet):
    Request.objects.all().delete()
    Alarm.objects.all().delete()

    assert [open_missing(), open_missing()] == [1, 0]

    assert requests() == [("Каток", "asked")]
    assert Alarm.objects.count() == 0

"""Who gets which letter about a request."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail

from tests.requests.asked import asked, in_hours
from veche.alarms.domain.letters import send_waiting
from veche.requests.domain import answer as department
from veche.requests.domain import review
from veche.requests.domain.ask import withdraw
from veche.requests.domain.remind import remind_waiting
from veche.staff.models import Department, Person

# A Wednesday, 11:00 in Rubtsovsk.
WORKING = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def letters(settings: Any):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.ORIGIN = "https://veche.test"
    with time_machine.travel(WORKING, tick=False):
        yield


def sent() -> list[tuple[str, str]]:
    """To whom and what: the line of the letter that says it."""
    send_waiting()
    found = [(one.to[0].split("@")[0].rstrip("0123456789"), one.body.split("\n")[1]) for one in mail.outbox]
    mail.outbox.clear()
    return sorted(found)


def test_each_side_is_told_when_it_is_its_turn(alice: Person, dave: Person, department_a: Department):
    request = asked(alice, department_a)
    assert sent() == [("dave", "Просим прислать материал. Срок: завтра в 12:00.")]

    department.answer(request=request, by=dave, text="Вот.")
    assert sent() == [("alice", "Отдел культуры: ответили. Примите или верните с замечанием.")]

    review.send_back(request=request, by=alice, text="А когда?", due_at=in_hours(alice, 2))
    assert sent() == [("dave", "Ответ вернули с замечанием. Новый срок: сегодня в 14:00.")]
    assert sent() == []


def test_what_is_over_is_not_told(alice: Person, dave: Person, department_a: Department):
    request = asked(alice, department_a)
    department.answer(request=request, by=dave, text="Вот.")
    review.accept(request=request, by=alice)

    assert sent() == []


def test_a_withdrawn_request_is_told_to_the_department(alice: Person, dave: Person, department_a: Department):
    withdraw(request=asked(alice, department_a), by=alice)

    assert sent() == [("dave", "Поручение отозвали, отвечать больше не нужно.")]


def test_escalation_rises(alice: Person, carol: Person, dave: Person, helen: Person, department_a: Department):
    asked(alice, department_a, due_at=in_hours(alice, 2))
    sent()
    told = []
    for hours in (2.5, 4, 25, 30):  # three quarters, the end, four and nine working hours after it
        with time_machine.travel(WORKING + timedelta(hours=hours), tick=False):
            remind_waiting()
            told.append([who for who, _ in sent()])

    assert told == [["dave"], ["alice", "dave"], ["carol"], ["helen"]]


def test_the_link_of_a_letter_leads_to_the_page(alice: Person, dave: Person, department_a: Department):
    request = asked(alice, department_a)
    send_waiting()

    assert f"Открыть: https://veche.test/requests/{request.pk}/\n" in mail.outbox[0].body

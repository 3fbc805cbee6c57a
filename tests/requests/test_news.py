"""Who gets which letter about a request."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core import mail

from tests.people import make_person
from tests.requests.asked import asked, in_hours, thread
from tests.written import jpeg
from veche.alarms.domain.letters import send_waiting
from veche.alarms.domain.waits import waiting_for
from veche.alarms.news import Material, NotTaken
from veche.media.domain.intake import take
from veche.requests.domain import answer as department
from veche.requests.domain import review
from veche.requests.domain.ask import withdraw
from veche.requests.domain.files import unsent
from veche.requests.domain.news import ASKED, THREAD, take_for_asked
from veche.requests.domain.remind import remind_waiting
from veche.staff.enums import Role
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
    assert sent() == [("dave", "Просим прислать материал. Срок: чт, 26 ноября в 12:00.")]

    department.answer(request=request, by=dave, text="Вот.")
    assert sent() == [("alice", "Отдел культуры: ответили. Примите или верните с замечанием.")]

    review.send_back(request=request, by=alice, text="А когда?", due_at=in_hours(alice, 2))
    assert sent() == [("dave", "Ответ вернули с замечанием. Новый срок: ср, 25 ноября в 14:00.")]
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


def test_material_sent_to_the_bot_lands_in_the_request(
    alice: Person, dave: Person, erin: Person, department_a: Department
):
    request = asked(alice, department_a)
    photo = take(BytesIO(jpeg()), name="двор.jpg", by=dave)
    material = Material(alice.administration, dave, request.pk, "Это двор утром.", [photo])

    said = take_for_asked(material)

    assert said.startswith("Приложил к поручению «Двор на Тракторной, 24».")
    assert [one.media for one in unsent(request)] == [photo]
    assert thread(request) == [("note", "Это двор утром.")]
    with pytest.raises(NotTaken, match="Отвечать за этот отдел сегодня должен другой"):
        take_for_asked(replace(material, person=erin))


def test_what_waits_is_named_once_also_to_whom_nobody_told(alice: Person, dave: Person, department_a: Department):
    asked(alice, department_a, due_at=in_hours(alice, 2))
    sent()
    for hours in (2.5, 4):
        with time_machine.travel(WORKING + timedelta(hours=hours), tick=False):
            remind_waiting()
    newcomer = make_person(alice.administration, Role.CURATOR, department=department_a)

    with time_machine.travel(WORKING + timedelta(hours=4), tick=False):
        found = {person: waiting_for(person) for person in (dave, newcomer, alice)}

    assert [(one.news.kind, one.matter.late) for one in found[dave]] == [(THREAD, True)]
    assert [(one.news.kind, one.matter.late) for one in found[newcomer]] == [(ASKED, True)]
    assert [one.news.kind for one in found[alice]] == [THREAD]

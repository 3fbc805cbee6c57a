"""Asking, answering, returning: what each leaves in the request, in its thread and in the journal."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from tests.people import appoint, make_person, stand_in
from tests.requests.asked import asked, fresh, in_hours, thread
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.requests.domain import answer as department
from veche.requests.domain import review
from veche.requests.domain.ask import NOBODY_ANSWERS, move_deadline, readdress, withdraw
from veche.requests.domain.duty import answering, curators_by_department
from veche.requests.domain.remind import remind_waiting
from veche.requests.domain.thread import NOT_YOURS
from veche.requests.enums import Reach, RequestState, Side
from veche.requests.errors import Conflict, RequestError
from veche.requests.models import Request
from veche.staff.enums import Role
from veche.staff.models import Department, Person

# A Wednesday, 11:00 in Rubtsovsk.
WORKING = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def working_hours():
    with time_machine.travel(WORKING, tick=False):
        yield


def test_asked_answered_returned_and_accepted(alice: Person, bob: Person, dave: Person, department_a: Department):
    request = asked(alice, department_a)
    department.answer(request=request, by=dave, text=" Вот что готово. ")
    review.send_back(request=request, by=bob, text="А когда?", due_at=in_hours(bob, 2))
    department.answer(request=request, by=dave, text="В пятницу.")
    review.accept(request=request, by=alice)

    found = fresh(request)
    assert found.state == "accepted"
    assert found.move == Side.NOBODY
    assert found.answered_by == dave
    assert not found.was_late
    assert thread(request) == [
        ("answer", "Вот что готово."),
        ("returned", "А когда?"),
        ("answer", "В пятницу."),
        ("accepted", ""),
    ]
    acts = Entry.objects.of(alice.administration).filter(object_type="requests.request").order_by("number")
    assert list(acts.values_list("verb", "actor_id")) == [
        ("request.asked", alice.pk),
        ("request.answered", dave.pk),
        ("request.returned", bob.pk),
        ("request.answered", dave.pk),
        ("request.accepted", alice.pk),
    ]


def test_not_ours_goes_to_another_department(
    alice: Person, dave: Person, erin: Person, department_a: Department, department_b: Department
):
    request = asked(alice, department_a)
    department.refuse(request=request, by=dave, text="Дворы у городского хозяйства.")
    assert (fresh(request).state, fresh(request).move) == (RequestState.REFUSED, Side.PRESS)

    readdress(request=request, by=alice, department=department_b, due_at=in_hours(alice, 4))
    department.answer(request=request, by=erin, text="Три фото в приложении.")

    found = fresh(request)
    assert found.department == department_b
    assert found.state == RequestState.ANSWERED
    assert found.answered_by == erin
    with pytest.raises(RequestError, match="Отвечать за этот отдел сегодня должен другой"):
        department.answer(request=asked(alice, department_b), by=dave, text="Я бы ответил.")


def test_the_term_stands_still_while_the_department_waits_for_a_word(
    alice: Person, dave: Person, department_a: Department
):
    request = asked(alice, department_a, due_at=in_hours(alice, 2))
    department.question(request=request, by=dave, text="Какой двор?")
    assert (fresh(request).move, fresh(request).next_notice_at) == (Side.PRESS, None)

    with time_machine.travel(WORKING + timedelta(days=1), tick=False):
        review.add_note(request=request, by=alice, text="Тракторная, 24.")

        found = fresh(request)
        assert (found.state, found.question_at) == (RequestState.ASKED, None)
        assert found.due_at == in_hours(alice, 2)


def test_a_reply_leaves_an_hour_at_least(alice: Person, dave: Person, department_a: Department):
    request = asked(alice, department_a, due_at=in_hours(alice, 0.25))
    with time_machine.travel(WORKING + timedelta(minutes=10), tick=False):
        department.question(request=request, by=dave, text="Какой двор?")
        review.add_note(request=request, by=alice, text="Тракторная, 24.")

        assert fresh(request).due_at == in_hours(alice, 1)


def test_a_remark_of_the_department_changes_no_state(alice: Person, dave: Person, department_a: Department):
    request = asked(alice, department_a)

    review.add_note(request=request, by=dave, text="Пришлём после обеда.")

    assert (fresh(request).state, thread(request)) == (RequestState.ASKED, [("note", "Пришлём после обеда.")])


def test_the_same_words_sent_twice_are_one_remark(alice: Person, dave: Person, department_a: Department):
    request = asked(alice, department_a)
    first = review.add_note(request=request, by=alice, text="Тракторная, 24.")

    again = review.add_note(request=request, by=alice, text="Тракторная, 24. ")
    other = review.add_note(request=request, by=dave, text="Тракторная, 24.")
    with time_machine.travel(now() + timedelta(minutes=3)):
        later = review.add_note(request=request, by=dave, text="Тракторная, 24.")

    assert again == first
    assert len({first.pk, other.pk, later.pk}) == len(thread(request)) == 3
    assert Entry.objects.filter(verb="request.noted").count() == 3


def test_two_answers(alice: Person, dave: Person, department_a: Department):
    colleague = make_person(alice.administration, Role.CURATOR, name="коллега", department=department_a)
    request = asked(alice, department_a)
    department.answer(request=request, by=dave, text="Первый.")

    with pytest.raises(Conflict, match=r"На это уже ответили: dave, сегодня в 11:00\. Ваш текст на месте\."):
        department.answer(request=request, by=colleague, text="Второй.")

    assert thread(request) == [("answer", "Первый.")]


def test_an_answer_to_what_was_withdrawn(alice: Person, dave: Person, department_a: Department):
    request = asked(alice, department_a)
    withdraw(request=request, by=alice, note="Нашли сами.")

    with pytest.raises(Conflict, match="Поручение отозвали"):
        department.answer(request=request, by=dave, text="Вот.")
    with pytest.raises(Conflict, match="Поручение отозвали"):
        review.accept(request=request, by=alice)


def test_a_substitute_answers_until_the_last_day(alice: Person, dave: Person, erin: Person, department_a: Department):
    today = date(2026, 11, 25)
    stand_in(erin, dave, Role.CURATOR, since=today, until=today)
    request = asked(alice, department_a)
    assert [person.display_name for person in answering(request)] == ["dave", "erin"]

    with time_machine.travel(WORKING + timedelta(days=1)), pytest.raises(RequestError, match=NOT_YOURS[:40]):
        department.answer(request=request, by=erin, text="Опоздала на день.")
    department.answer(request=request, by=erin, text="Успела.")

    assert fresh(request).answered_by == erin


def test_a_substitute_answers_for_nobody_else(
    alice: Person, bob: Person, dave: Person, department_a: Department, department_b: Department
):
    Person.objects.filter(pk=bob.pk).update(department=department_b)
    stand_in(bob, dave, Role.CURATOR, since=date(2026, 11, 25), until=date(2026, 11, 25))

    assert answering(asked(alice, department_a)) == [bob, dave]
    with pytest.raises(RequestError, match="никто не отвечает"):
        asked(alice, department_b)
    assert curators_by_department(alice.administration, [department_a, department_b]) == {
        department_a.pk: [bob, dave],
        department_b.pk: [],
    }


def test_a_person_is_asked_by_name(alice: Person, dave: Person, erin: Person, department_b: Department):
    request = asked(alice, person=erin)

    assert (request.department, [one.display_name for one in answering(request)]) == (department_b, ["erin"])
    with pytest.raises(RequestError):
        department.answer(request=request, by=dave, text="Не меня спросили.")


def test_a_department_without_anybody_is_not_asked(alice: Person, department_a: Department):
    with pytest.raises(RequestError, match=NOBODY_ANSWERS[:40]):
        asked(alice, department_a)

    assert Request.objects.of(alice.administration).count() == 0


def test_a_curator_of_yesterday_is_nobody(alice: Person, rubtsovsk, department_a: Department):
    former = make_person(rubtsovsk, department=department_a)
    appoint(former, Role.CURATOR, until=date(2026, 11, 24))

    with pytest.raises(RequestError, match="никто не отвечает"):
        asked(alice, department_a)


def test_a_foreign_department_is_not_asked(alice: Person, other_city):
    theirs = Department.objects.create(administration=other_city, name="Отдел культуры")
    make_person(other_city, Role.CURATOR, department=theirs)

    with pytest.raises(RequestError, match="Не выбрано, кому поручить"):
        asked(alice, theirs)


def test_a_deadline_is_ahead_and_within_a_year(alice: Person, dave: Person, department_a: Department):
    for due_at in (now(), now() + timedelta(days=400)):
        with pytest.raises(RequestError):
            asked(alice, department_a, due_at=due_at)


def test_a_moved_deadline_begins_the_reminders_anew(alice: Person, dave: Person, department_a: Department):
    request = asked(alice, department_a)
    Request.objects.of(alice.administration).filter(pk=request.pk).update(reach=Reach.DUE, next_notice_at=None)

    move_deadline(request=request, by=alice, due_at=in_hours(alice, 20))

    found = fresh(request)
    assert (found.reach, found.next_notice_at) == (Reach.NOBODY, in_hours(alice, 15))


def test_the_same_form_asks_once(alice: Person, dave: Person, department_a: Department):
    once = "6f2d5f0e-6f5b-4f6e-9a53-d7ab0f3a2c11"

    assert asked(alice, department_a, once=once) == asked(alice, department_a, once=once)


def test_words_are_needed(alice: Person, dave: Person, department_a: Department):
    request = asked(alice, department_a)
    for verb in (department.answer, department.question, department.refuse):
        with pytest.raises(RequestError):
            verb(request=request, by=dave, text=" \n")
    with pytest.raises(RequestError):
        review.add_note(request=request, by=alice, text="")

    assert (fresh(request).state, thread(request)) == (RequestState.ASKED, [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "accepted"},
        {"state": "answered"},
        {"closed_at": WORKING},
        {"state": "refused"},
        {"department": None},
        {"state": "lost"},
    ],
    ids=str,
)
def test_the_database_refuses_impossible_rows(
    wrong: dict[str, object], alice: Person, dave: Person, department_a: Department
):
    request = asked(alice, department_a)

    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.of(alice.administration).filter(pk=request.pk).update(**wrong)


def test_a_reply_to_a_late_question_begins_a_term_that_is_not_over(
    alice: Person, dave: Person, department_a: Department
):
    request = asked(alice, department_a, due_at=in_hours(alice, 1))
    with time_machine.travel(request.due_at + timedelta(minutes=1), tick=False):
        remind_waiting()
        department.question(request=request, by=dave, text="Какой двор?")
        review.add_note(request=request, by=alice, text="Тракторная, 24.")
        due = fresh(request).due_at
        waits = (fresh(request).reach, fresh(request).next_notice_at)
    with time_machine.travel(due + timedelta(minutes=1), tick=False):
        remind_waiting()

    assert waits == (Reach.REMINDED, due)
    assert [kind for kind, _text in thread(request)].count("due") == 2

"""A case from the first comment to the answer, and what the database refuses."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from tests.factories import make_account, make_message
from veche.alarms.models import Alarm
from veche.cases.domain.answer import answer, times_answered
from veche.cases.domain.change import change, close
from veche.cases.domain.draft import ask_department, return_draft
from veche.cases.domain.open import add_comments, merge, open_case, take_out
from veche.cases.domain.propose import alike
from veche.cases.domain.queries import comments_of
from veche.cases.domain.remind import remind_waiting
from veche.cases.domain.terms import interim_due
from veche.cases.enums import CaseState, How, Reach, WhyClosed
from veche.cases.errors import CaseError, Ended
from veche.cases.models import Case, CaseMessage, CaseSettings, CaseStep
from veche.inbox.enums import MessageState
from veche.inbox.models import Answer, Message
from veche.journal.models import Entry
from veche.requests.domain.answer import answer as answer_request
from veche.requests.enums import RequestState
from veche.requests.models import Request
from veche.staff.models import Administration, Department, Person

# Thursday the 5th of November 2026, 8:00 in Rubtsovsk.
THURSDAY = datetime(2026, 11, 5, 1, 0, tzinfo=UTC)
REPLY = "Анна, здравствуйте! Бригада водоканала закончит ремонт завтра к 14:00."


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An hour of November 2026 on the city's clock."""
    return datetime(2026, 11, day, hour - 7, minute, tzinfo=UTC)


@pytest.fixture
def comments(rubtsovsk: Administration, alice: Person, department_b: Department) -> list[Message]:
    department_b.answers_for = "вода, отопление"
    department_b.save()
    account = make_account(rubtsovsk, responsible=alice)
    texts = ("Нет воды на Мира 5", "Мира 7, воды нету с утра", "А каток когда откроют?", "Спасибо за каток")
    return [
        make_message(account, text=text, at=THURSDAY + timedelta(minutes=number), author_name=f"Житель {number}")
        for number, text in enumerate(texts)
    ]


def fresh(case: Case) -> Case:
    return Case.objects.of(case.administration_id).select_related("request").get(pk=case.pk)


def states(messages: list[Message]) -> list[str]:
    return [Message.objects.of(one.administration_id).get(pk=one.pk).state for one in messages]


def test_one_answer_for_all_who_ask_the_same(
    comments: list[Message], alice: Person, erin: Person, department_b: Department
) -> None:
    water, more, rink, _ = comments
    with time_machine.travel(THURSDAY + timedelta(minutes=10), tick=False):
        case = open_case(message=water, by=alice)
        assert open_case(message=water, by=alice) == case
        assert (case.department, case.topic, case.raised) == (department_b, "water", True)
        # Raised: four working hours after the first comment.
        assert case.due_at == at(5, 12)
        assert [one.pk for one in alike(case.administration, [water])] == [more.pk]
        assert add_comments(case=case, by=alice, messages=[more, rink]) == 2
        apart = take_out(case=case, by=alice, message=rink)
        assert [one.pk for one in comments_of(case)] == [water.pk, more.pk]

        asked = ask_department(case=case, by=alice, text="Ремонт ваш?")
        request = asked.request
        assert request is not None
        assert request.department == department_b
        assert "Нет воды на Мира 5" in request.text
        assert "Житель" not in request.text.replace("Жители пишут", "")
        answer_request(request=request, by=erin, text="Работы будут произведены.")
        assert (fresh(case).state, fresh(case).draft) == (CaseState.DRAFT, "Работы будут произведены.")
        return_draft(case=fresh(case), by=alice, text="К какому часу?")
        answer_request(request=request, by=erin, text=REPLY)

        sent = answer(case=fresh(case), by=alice, text=REPLY, how=How.EACH, interim=False)
    assert [(one.message_id, one.act.verb) for one in sent] == [(water.pk, "reply"), (more.pk, "reply")]
    done = fresh(case)
    assert (done.state, done.next_notice_at) == (CaseState.ANSWERED, None)
    assert Request.objects.get(pk=request.pk).state == RequestState.ACCEPTED
    assert states(comments) == ["answered", "answered", "new", "new"]
    with pytest.raises(Ended):
        answer(case=case, by=alice, text=REPLY, how=How.EACH, interim=False)
    verbs = Entry.objects.filter(verb__startswith="case.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        *("case.opened", "case.extended", "case.split", "case.asked", "case.drafted", "case.returned"),
        *("case.drafted", "case.answered"),
    ]
    close(case=apart, by=alice, why=WhyClosed.NO_QUESTION)
    assert states([rink]) == [MessageState.KEPT]


def test_one_reply_under_the_post_answers_all_of_it(comments: list[Message], alice: Person) -> None:
    case = open_case(message=comments[0], by=alice)
    other = open_case(message=comments[1], by=alice)
    merge(case=other, into=case, by=alice)
    assert (fresh(other).state, fresh(other).merged_into_id) == (CaseState.MERGED, case.pk)

    with pytest.raises(CaseError):
        answer(case=case, by=alice, text=" ", how=How.ONE, interim=False)
    with pytest.raises(CaseError, match="длиннее"):
        answer(case=case, by=alice, text="я" * 19_000, how=How.EACH, interim=False)
    assert Answer.objects.count() == 0
    sent = answer(case=case, by=alice, text=REPLY, how=How.ONE, interim=False)

    assert [one.message_id for one in sent] == [comments[0].pk]
    assert states(comments[:2]) == [MessageState.ANSWERED, MessageState.ANSWERED]
    assert times_answered(case.administration, REPLY.replace("Анна", "Пётр")) == 1
    assert times_answered(case.administration, "Каток откроем в пятницу в 10 утра, лёд уже залит.") == 0


def test_reminders_go_up_and_an_interim_answer_begins_another_term(
    comments: list[Message], alice: Person, carol: Person
) -> None:
    with time_machine.travel(THURSDAY + timedelta(minutes=10), tick=False):
        case = open_case(message=comments[2], by=alice)
    # Nine working hours after 8:02, with an hour of lunch and the day closing at 17:00.
    assert case.due_at == at(6, 9, 2)
    found = []
    for moment in (at(5, 9, 9), at(5, 9, 11), case.due_at, case.due_at + timedelta(days=3)):
        with time_machine.travel(moment, tick=False):
            remind_waiting()
            remind_waiting()
            found.append(Reach(fresh(case).reach))
    assert found == [Reach.NOBODY, Reach.REMINDED, Reach.DUE, Reach.HEAD]
    kinds = list(CaseStep.objects.filter(by=None).values_list("kind", flat=True))
    assert kinds == ["reminded", "due", "to_head"]
    # The officer of the first step and the head of press of both, by a letter each.
    assert Alarm.objects.filter(kind="cases.term", person=carol).count() == 2

    with time_machine.travel(at(10, 9), tick=False):
        answer(case=fresh(case), by=alice, text="Разбираемся, ответим.", how=How.EACH, interim=True)
        again = fresh(case)
    assert (again.state, again.reach, again.due_at) == (CaseState.INTERIM, Reach.NOBODY, at(19, 17))
    assert interim_due(at(10, 9), case.administration) == at(19, 17)


def test_importance_changes_the_term_and_settings_hold(comments: list[Message], alice: Person) -> None:
    CaseSettings.objects.create(administration=alice.administration, answer_hours=2, raised_hours=1)
    case = open_case(message=comments[2], by=alice)
    assert case.due_at == comments[2].received_at + timedelta(hours=2)
    change(case=case, by=alice, raised=True, title="Каток", topic="culture", department=None)
    assert fresh(case).due_at == comments[2].received_at + timedelta(hours=1)
    with pytest.raises(CaseError, match="какой отдел"):
        ask_department(case=fresh(case), by=alice)


@pytest.mark.parametrize(
    "illegal",
    [
        {"state": "lost"},
        {"state": CaseState.ANSWERED},
        {"state": CaseState.CLOSED, "closed_at": THURSDAY, "next_notice_at": None},
        {"state": CaseState.ASKED},
        {"state": CaseState.INTERIM},
        {"state": CaseState.MERGED, "closed_at": THURSDAY, "next_notice_at": None},
        {"closed_at": THURSDAY},
        {"why_closed": WhyClosed.INSULT},
        {"reach": 9},
    ],
)
def test_the_database_refuses_an_illegal_state(
    comments: list[Message], alice: Person, illegal: dict[str, object]
) -> None:
    case = open_case(message=comments[0], by=alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**illegal)


def test_a_comment_is_in_one_case(comments: list[Message], alice: Person) -> None:
    one, other = (open_case(message=message, by=alice) for message in comments[:2])
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseMessage.objects.create(administration=alice.administration, case=other, message=comments[0])
    with pytest.raises(CaseError, match="единственный"):
        take_out(case=one, by=alice, message=comments[0])

"""What the program takes for a question waits for one press: a case of all who ask the same, or none and why."""

from datetime import timedelta

import pytest
import time_machine

from tests.cases.test_cases import THURSDAY
from tests.factories import make_account, make_conversation, make_message
from tests.markup import words
from tests.people import client_of
from veche.cases.domain.change import change
from veche.cases.domain.judge_questions import accept, bring_back, wave_away
from veche.cases.domain.open import open_case
from veche.cases.domain.propose import propose
from veche.cases.domain.question_groups import groups_page, waved_today
from veche.cases.domain.questions import read_new
from veche.cases.enums import CaseState, QuestionState, WhyClosed
from veche.cases.errors import CaseError
from veche.cases.models import Case, CaseMessage, Question
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.moderation.domain.rule import delete
from veche.requests.models import Request
from veche.staff.models import Administration, Department, Person

SAYS = {
    "water": "Нет воды на Мира 5 с утра",
    "again": "Мира 7, воды нет, когда дадут?",
    "rink": "А каток когда откроют?",
    "thanks": "Спасибо за каток!",
    "insult": "Дебилы вы все",
}


@pytest.fixture
def said(rubtsovsk: Administration, alice: Person, department_b: Department) -> dict[str, Message]:
    department_b.answers_for = "вода, отопление"
    department_b.save()
    account = make_account(rubtsovsk, responsible=alice)
    place = make_conversation(account)
    return {
        name: make_message(account, text=text, at=THURSDAY + timedelta(minutes=number), conversation=place)
        for number, (name, text) in enumerate(SAYS.items())
    }


def later(minutes: int) -> time_machine.travel:
    return time_machine.travel(THURSDAY + timedelta(minutes=minutes), tick=False)


def test_a_comment_that_came_in_late_with_an_earlier_hour_hides_none_before_it(said: dict[str, Message]) -> None:
    Message.objects.filter(pk=said["water"].pk).update(received_at=THURSDAY + timedelta(minutes=29, seconds=50))
    with later(30):
        assert read_new() == 0
    with later(31):
        assert read_new() == 3


def test_a_day_of_questions_is_cleared_by_one_press_each(
    said: dict[str, Message], rubtsovsk: Administration, alice: Person, erin: Person, department_b: Department
) -> None:
    water, again, rink = said["water"], said["again"], said["rink"]
    make_message(water.account, text="Где мусор с прошлой недели?", at=THURSDAY - timedelta(days=9))
    with later(30):
        assert read_new() == 3
        assert read_new() == 0
        groups, total, comments = groups_page(rubtsovsk, 1)
        assert (total, comments) == (2, 3)
        assert [[one.message for one in group.questions] for group in groups] == [[water, again], [rink]]
        assert groups[0].first.department == department_b

        answers = make_message(
            water.account,
            text="А вам когда дали?",
            at=THURSDAY,
            conversation=water.conversation,
            reply_to=again.remote_id,
        )
        late = make_message(
            water.account,
            text="На Мира 9 тоже нет воды",
            at=THURSDAY + timedelta(minutes=9),
            conversation=water.conversation,
        )
        assert read_new() == 1
        assert not Question.objects.filter(message=answers).exists()
        assert Question.objects.get(message=late).key == groups[0].key

        press = client_of(alice)
        page = press.get("/inbox/cases/questions/").content.decode()
        assert SAYS["water"] in page
        assert "Похоже на вопросы: 4 комментария" in words(press.get("/").content.decode())
        assert press.post("/inbox/cases/questions/judge/", {"group": [groups[0].key], "do": "ask"}).status_code == 302
        press.post("/inbox/cases/questions/judge/", {"group": [groups[0].key], "do": "ask"})
        case = Case.objects.get()
        assert (case.state, case.department, case.raised) == (CaseState.ASKED, department_b, True)
        assert set(CaseMessage.objects.values_list("message", flat=True)) == {water.pk, again.pk, late.pk}
        assert Request.objects.count() == 1
        # Nobody knows whose the rink is: its case waits for a person.
        assert accept(administration=rubtsovsk, keys=[groups[1].key], by=alice, ask=True).unrouted == 1

    with later(40):
        more = make_message(
            water.account,
            text="Нет воды на Мира 5 до сих пор",
            at=THURSDAY + timedelta(minutes=35),
            conversation=water.conversation,
        )
        assert read_new() == 1
        (group,) = [one for one in groups_page(rubtsovsk, 1)[0] if one.into]
        assert group.into == case
        assert accept(administration=rubtsovsk, keys=[group.key], by=alice).extended == 1
        assert CaseMessage.objects.get(message=more).case == case


def test_a_deleted_comment_that_asks_too_goes_on_as_a_case(
    said: dict[str, Message], rubtsovsk: Administration, alice: Person
) -> None:
    water, again, press = said["water"], said["again"], client_of(alice)

    def decision(message: Message) -> str:
        return words(press.get(f"/inbox/deletions/comments/{message.pk}/restrict/").content.decode())

    assert "Есть и вопрос" not in decision(said["thanks"])
    with later(30):
        read_new()
        assert "Есть и вопрос. Он останется в «Похоже на вопросы»" in decision(water)
        for one in (water, again):
            delete(message=one, by=alice, ground="insult")
        Message.objects.filter(pk=said["rink"].pk).update(state=MessageState.KEPT)
        read_new()
        (group,) = groups_page(rubtsovsk, 1)[0]
        assert [one.message for one in group.questions] == [water, again]
        assert "За слова удалили, вопрос остался" in words(press.get("/inbox/cases/questions/").content.decode())
        accept(administration=rubtsovsk, keys=[group.key], by=alice)
    assert f"Он останется в деле «{SAYS['water']}»" in decision(again)


def test_what_people_mark_three_times_is_proposed(
    said: dict[str, Message], rubtsovsk: Administration, alice: Person, department_a: Department
) -> None:
    account, days, proposed = said["rink"].account, iter(range(1, 99)), list[Department | None]()

    def ask(street: str, given: Department | None) -> Question:
        """Another street on another day is another case. `given`: to whom a person gives it."""
        with time_machine.travel(THURSDAY + timedelta(days=7 * next(days)), tick=False) as clock:
            message = make_message(account, text=f"А каток на {street} когда откроют?", at=now())
            clock.shift(timedelta(minutes=1))
            read_new()
            question = Question.objects.get(message=message)
            proposed.append(question.department)
            if given:
                accept(administration=rubtsovsk, keys=[question.pk], by=alice)
                case = Case.objects.get(entries__message=message)
                change(case=case, by=alice, title=case.title, topic=case.topic, department=given, raised=False)
                Case.objects.filter(pk=case.pk).update(routed_at=now())
        return question

    for street in ("Мира", "Светлой", "Северной", "Алтайской"):
        ask(street, department_a)
    assert proposed == [None, None, None, department_a]
    assert propose(rubtsovsk, said["rink"]).department == department_a
    Case.objects.filter(entries__message__text__contains="Северной").update(department=None)
    assert propose(rubtsovsk, said["rink"]).department is None


def test_no_answer_is_owed_for_a_reason_and_it_can_be_taken_back(
    said: dict[str, Message], rubtsovsk: Administration, alice: Person
) -> None:
    with later(30):
        read_new()
        groups = groups_page(rubtsovsk, 1)[0]
        press = client_of(alice)
        press.post("/inbox/cases/questions/judge/", {"group": groups[0].key, "do": "wave", "why": "insult"})
        water = said["water"]
        water.refresh_from_db()
        assert water.state == MessageState.KEPT
        (waved,) = waved_today(rubtsovsk)
        assert (waved.why, waved.by) == (WhyClosed.INSULT, alice)
        page = words(press.get(f"/inbox/{water.pk}/").content.decode())
        assert "Ответ не нужен: одно оскорбление, вопроса в нём нет" in page
        assert wave_away(administration=rubtsovsk, keys=[groups[0].key], by=alice, why=WhyClosed.INSULT) == 0
        assert bring_back(question=waved, by=alice) == 2
        with pytest.raises(CaseError):
            bring_back(question=waved, by=alice)
        water.refresh_from_db()
        assert water.state == MessageState.NEW

        # What screening proposes to delete waits for that decision.
        Message.objects.filter(pk=water.pk).update(suspect=True)
        wave_away(administration=rubtsovsk, keys=[groups[0].key], by=alice, why=WhyClosed.NO_QUESTION)
        water.refresh_from_db()
        assert water.state == MessageState.NEW

        # Decided elsewhere: by «В дело» in the inbox.
        open_case(message=said["rink"], by=alice)
        read_new()
        assert Question.objects.get(message=said["rink"]).state == QuestionState.ELSEWHERE
        assert groups_page(rubtsovsk, 1) == ([], 0, 0)
        assert press.post("/inbox/cases/questions/judge/", {}).status_code == 302

"""Whether an answer helped: asked once, read by a person, and a case that did not help opens again with its history."""

from datetime import timedelta

import pytest
import time_machine

from tests.cases.test_cases import REPLY, THURSDAY, at, fresh
from tests.factories import make_account, make_conversation, make_message
from tests.markup import words
from tests.people import client_of
from veche.cases.domain.answer import answer
from veche.cases.domain.change import change_settings
from veche.cases.domain.helped import ask_whether_helped, helped, not_helped, share_of
from veche.cases.domain.open import add_comments, merge, open_case
from veche.cases.domain.queries import Show, lacking, list_page, numbers
from veche.cases.domain.unsent import settle_answers
from veche.cases.enums import CaseState, How, StepKind
from veche.cases.errors import CaseError
from veche.cases.models import CaseStep
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Administration, Person


def later(days: int, hours: int = 0) -> time_machine.travel:
    return time_machine.travel(THURSDAY + timedelta(days=days, hours=hours), tick=False)


def all_out() -> None:
    Act.objects.exclude(state=ActState.CONFIRMED).update(state=ActState.CONFIRMED, proof=Proof.ANSWER)


def test_a_case_that_did_not_help_opens_again(  # noqa: PLR0915 -- one story
    rubtsovsk: Administration, alice: Person
) -> None:
    account = make_account(rubtsovsk, responsible=alice)
    place = make_conversation(account)
    said = [
        make_message(account, text="Когда починят свет?", at=THURSDAY, author_id=str(number), conversation=place)
        for number in (5, 6)
    ]
    with later(0):
        case = open_case(message=said[0], by=alice)
        add_comments(case=case, by=alice, messages=said[1:])
        with pytest.raises(CaseError):
            helped(case=case, by=alice)
        answer(case=case, by=alice, text=REPLY, how=How.EACH, interim=False)
        all_out()
    assert numbers(rubtsovsk)[Show.HELPED] == 0

    with later(4):
        assert numbers(rubtsovsk)[Show.HELPED] == 0
        change_settings(administration=rubtsovsk, by=alice, said={"helped_days": 3})
        assert numbers(rubtsovsk)[Show.HELPED] == 1
        press, url = client_of(alice), f"/inbox/cases/{case.pk}/"
        press.post(f"{url}ask-helped/")
        press.post(f"{url}ask-helped/")
        asked = Act.objects.filter(state=ActState.PLANNED)
        assert [one.payload["comment_id"] for one in asked] == [said[0].remote_id]
        with pytest.raises(CaseError):
            ask_whether_helped(case=case, by=alice)
        # The question did not go out: the answer did, so the case stays answered.
        asked.update(state=ActState.FAILED)
        settle_answers()
        assert fresh(case).state == CaseState.ANSWERED
        assert numbers(rubtsovsk)[Show.HELPED] == 0
        make_message(account, text="Кто-то другой", at=at(9, 9), author_id="77", conversation=place)
        assert numbers(rubtsovsk)[Show.HELPED] == 0
        make_message(account, text="Темно, как и было", at=at(9, 9), author_id="6", conversation=place)
        assert [one.case.pk for one in list_page(rubtsovsk, Show.HELPED, None, 1)[0]] == [case.pk]
        page = words(press.get(url).content.decode())
        assert "Темно, как и было" in page
        assert "Кто-то другой" not in page

        press.post(f"{url}not-helped/")
        again = fresh(case)
        assert (again.state, again.answered_at, again.text) == (CaseState.ROUTING, None, REPLY)
        assert again.reopened_at is not None
        assert again.due_at > again.reopened_at
        page = words(press.get(url).content.decode())
        for told in ("Темно, как и было", "не помогло, дело открыли снова", REPLY):
            assert told in page
        with pytest.raises(CaseError):
            not_helped(case=again, by=alice)
        other = open_case(message=make_message(account, text="Фонарь?", conversation=place), by=alice)
        with pytest.raises(CaseError):
            merge(case=other, into=again, by=alice)

    with later(4, 1):
        # An earlier answer is none now: the second one went to one of two, and the case says so.
        sent = answer(case=again, by=alice, text=f"{REPLY} Проверили.", how=How.EACH, interim=False)
        assert len(sent) == 2
        Act.objects.filter(pk=sent[0].act_id).update(state=ActState.FAILED)
        settle_answers()
        assert fresh(case).state == CaseState.UNSENT
        assert lacking(fresh(case)) == 1
        all_out()
        settle_answers()
        press.post(f"{url}helped/")
        assert fresh(case).helped_at is not None
        kinds = set(CaseStep.objects.filter(case=case).values_list("kind", flat=True))
        assert {StepKind.ASK_HELPED, StepKind.NOT_HELPED, StepKind.HELPED, StepKind.UNSENT} <= kinds
        assert share_of(rubtsovsk) == (1, 1)
        assert "ответ помог: 1 из 2 (50 %)" in words(press.get("/inbox/cases/").content.decode())

"""A case whose answer did not go out is not answered: it opens again, and whoever got the answer gets no second one."""

from typing import Any

import pytest

from tests.factories import make_account, make_act, make_conversation, make_message
from tests.markup import words
from tests.people import client_of
from veche.accounts.models import Account, Passport
from veche.cases.domain.answer import answer
from veche.cases.domain.open import add_comments, merge, open_case, take_out
from veche.cases.domain.unsent import settle_answers
from veche.cases.enums import CaseState, How
from veche.cases.errors import CaseError
from veche.cases.models import Case, CaseStep
from veche.inbox.enums import MessageState
from veche.inbox.models import Answer, Conversation, Message
from veche.kernel.clock import now
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

REPLY = "Здравствуйте! Бригада закончит ремонт завтра к 14:00."


@pytest.fixture
def case(rubtsovsk: Administration, alice: Person) -> Case:
    account = make_account(rubtsovsk, responsible=alice)
    comments = [make_message(account, text=text) for text in ("Нет воды на Мира 5", "Мира 7, воды нету", "А когда?")]
    made = open_case(message=comments[0], by=alice)
    add_comments(case=made, by=alice, messages=comments)
    return made


def fresh(case: Case) -> Case:
    found: Case = Case.objects.of(case.administration_id).get(pk=case.pk)
    return found


def ends(sent: Answer, state: ActState) -> None:
    Act.objects.filter(pk=sent.act_id).update(state=state, reason="Сеть не приняла.")


def test_a_refused_answer_opens_the_case_and_goes_again_to_those_without(case: Case, alice: Person) -> None:
    first, second, third = answer(case=case, by=alice, text=REPLY, how=How.EACH, interim=False)
    ends(first, ActState.SENT)
    assert (settle_answers(), fresh(case).state) == (0, CaseState.ANSWERED)

    ends(second, ActState.FAILED)
    ends(third, ActState.UNKNOWN)  # nobody knows: it is looked up, and not said again
    assert (settle_answers(), settle_answers()) == (1, 0)
    again = fresh(case)
    assert (again.state, again.closed_at, again.next_notice_at is not None) == (CaseState.UNSENT, None, True)
    page = client_of(alice)
    shown = page.get(f"/inbox/cases/{case.pk}/").content.decode()
    assert "Ответ не вышел, без него 1\u00a0комментарий" in shown.replace("1 комментарий", "1\u00a0комментарий")
    assert REPLY in shown
    assert "ответ не вышел" in page.get("/inbox/cases/").content.decode()
    other = open_case(message=make_message(first.message.account, text="Мира 9, воды нет"), by=alice)
    with pytest.raises(CaseError, match="Сначала закончите"):
        merge(case=fresh(case), into=other, by=alice)
    with pytest.raises(CaseError, match="Сначала закончите"):
        take_out(case=fresh(case), by=alice, message=first.message)

    [more] = answer(case=fresh(case), by=alice, text=f"{REPLY} Ждём.", how=How.EACH, interim=False)
    assert more.message_id == second.message_id
    assert Act.objects.get(pk=second.act_id).state == ActState.CANCELLED
    assert (fresh(case).state, settle_answers()) == (CaseState.ANSWERED, 0)
    kinds = CaseStep.objects.filter(case=case).values_list("kind", flat=True)
    assert list(kinds) == ["opened", "added", "answered", "unsent", "answered"]


def test_what_is_sent_again_in_the_outbox_ends_the_case_and_a_gone_comment_waits_for_nothing(
    case: Case, alice: Person
) -> None:
    [sent] = answer(case=case, by=alice, text=REPLY, how=How.ONE, interim=False)
    ends(sent, ActState.MISSED)
    Message.objects.filter(pk=sent.message_id).update(state=MessageState.GONE)
    # The other two were answered by this one, and they are there.
    assert (settle_answers(), fresh(case).state) == (1, CaseState.UNSENT)
    ends(sent, ActState.SENT)
    assert (settle_answers(), fresh(case).state) == (1, CaseState.ANSWERED)

    ends(sent, ActState.CANCELLED)
    Message.objects.filter(in_case__case=case).update(state=MessageState.GONE)
    assert (settle_answers(), fresh(case).state) == (0, CaseState.ANSWERED)


def test_who_cannot_be_answered_is_named_and_the_others_are_answered(
    case: Case, alice: Person, rubtsovsk: Administration
) -> None:
    """A comment under a post that was withdrawn, another on an account whose key may not answer."""
    lost = make_account(rubtsovsk, responsible=alice, network="ok")
    able = {"reply": {"mode": "by_hand", "why": "Ключ не умеет отвечать.", "steps": []}}
    Passport.objects.create(administration=rubtsovsk, account=lost, abilities=able, checked_at=now())
    gone = withdrawn(case.entries.earliest("pk").message.account)
    stuck = [make_message(lost, text="У нас нет воды"), make_message(gone.account, conversation=gone, text="Где вода?")]
    add_comments(case=case, by=alice, messages=stuck)
    page = client_of(alice)
    shown = words(page.get(f"/inbox/cases/{case.pk}/").content.decode())
    told = ("Без ответа останется 1 комментарий. Ключ не умеет", "3 ответа, по одному")
    assert [one for one in told if one not in shown] == []

    sent = answer(case=fresh(case), by=alice, text=REPLY, how=How.EACH, interim=False)

    assert (len(sent), fresh(case).state) == (3, CaseState.ANSWERED)
    shown = words(page.get(f"/inbox/cases/{case.pk}/").content.decode())
    assert ("Без ответа. Ключ не умеет отвечать." in shown, "Без ответа. Запись сняли" in shown) == (True, True)
    ends(sent[0], ActState.FAILED)
    assert (settle_answers(), fresh(case).state) == (1, CaseState.UNSENT)
    ends(sent[0], ActState.SENT)  # nobody waits under the withdrawn post
    Passport.objects.update(abilities={})
    [last] = answer(case=fresh(case), by=alice, text=REPLY, how=How.EACH, interim=False)
    assert last.message_id == stuck[0].pk

    alone = open_case(message=make_message(gone.account, conversation=gone, text="Так где?"), by=alice)
    with pytest.raises(CaseError, match="Запись сняли"):
        answer(case=alone, by=alice, text=REPLY, how=How.EACH, interim=False)


def withdrawn(account: Account) -> Conversation:
    """The talk under a post that we have withdrawn."""
    done: dict[str, Any] = {"state": ActState.CONFIRMED, "proof": Proof.ANSWER}
    post = make_act(account, remote_id="9", **done)
    make_act(account, verb="withdraw", about=post, proven_at=now(), **done)
    talk = make_conversation(account, post_id="9")
    talk.act = post
    talk.save()
    return talk


def test_an_interim_answer_that_was_none_gives_no_other_term(case: Case, alice: Person) -> None:
    due = case.due_at
    sent = answer(case=case, by=alice, text="Разбираемся, ответим.", how=How.EACH, interim=True)
    assert fresh(case).due_at > due
    for one in sent:
        ends(one, ActState.FAILED)
    assert settle_answers() == 1
    again = fresh(case)
    assert (again.state, again.interim_at, again.due_at) == (CaseState.ROUTING, None, due)

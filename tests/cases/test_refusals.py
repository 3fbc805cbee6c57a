"""What is typed stays when a verb of a case refuses it, and a case says what did not go out."""

import pytest
from django.test import Client

from tests.factories import make_account, make_message
from tests.people import client_of
from veche.cases.domain.answer import answer
from veche.cases.domain.draft import ask_department
from veche.cases.domain.open import add_comments, open_case
from veche.cases.enums import CaseState, How
from veche.cases.models import Case, CaseStep
from veche.groups.domain.carry_out import carry_out
from veche.groups.models import GroupDecision
from veche.inbox.enums import MessageState
from veche.inbox.models import Answer, Message
from veche.kernel.clock import now
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.requests.domain.answer import answer as answer_request
from veche.requests.models import Request
from veche.staff.models import Administration, Department, Person

REPLY = "Здравствуйте! Бригада закончит ремонт завтра к 14:00."
LONG = "Спросите у подрядчика. " * 60


@pytest.fixture
def case(rubtsovsk: Administration, alice: Person, department_b: Department) -> Case:
    department_b.answers_for = "вода, отопление"
    department_b.save()
    account = make_account(rubtsovsk, responsible=alice)
    texts = ("[id77|Иван Петров], нет воды на Мира 5", "Мира 7, воды нету с утра")
    comments = [make_message(account, text=text) for text in texts]
    made = open_case(message=comments[0], by=alice)
    add_comments(case=made, by=alice, messages=comments)
    return made


def said(page: Client, path: str, **typed: str) -> tuple[int, str]:
    found = page.post(path, typed)
    return found.status_code, found.content.decode()


def test_words_that_are_refused_stay_and_nothing_is_sent(case: Case, alice: Person, erin: Person) -> None:
    page, path = client_of(alice), f"/inbox/cases/{case.pk}/"

    status, shown = said(page, f"{path}ask/", text=LONG)
    assert (status, LONG.strip() in shown, Request.objects.count()) == (422, True, 0)
    assert page.get("/inbox/cases/?page=999999999999999999").status_code == 200

    asked = ask_department(case=case, by=alice).request
    assert asked is not None
    assert "Иван" not in asked.title + asked.text
    answer_request(request=asked, by=erin, text=REPLY)
    for words in (LONG, " "):
        status, shown = said(page, f"{path}return/", text=words)
        assert (status, words.strip() in shown) == (422, True)
    assert Case.objects.get(pk=case.pk).state == CaseState.DRAFT


def test_a_late_answer_stays_and_a_second_press_is_the_first(case: Case, alice: Person, bob: Person) -> None:
    path = f"/inbox/cases/{case.pk}/answer/"
    first, late = client_of(alice), client_of(bob)
    for interim, text in (("1", "Разбираемся."), ("", REPLY)):
        for _ in range(2):
            assert said(first, path, text=text, how="one", **({"interim": interim} if interim else {}))[0] == 302
        GroupDecision.objects.update(due_at=now())
        assert carry_out() == 2
    assert CaseStep.objects.filter(kind="interim").count() == 1

    status, shown = said(late, path, text="Воду дадут к вечеру.", how="one")

    assert (status, "Воду дадут к вечеру." in shown, "дело закрыли" in shown) == (422, True, True)
    assert Answer.objects.count() == 2


def test_what_did_not_go_out_and_what_is_gone_is_said(case: Case, alice: Person) -> None:
    gone = Message.objects.get(text__startswith="Мира 7")
    Message.objects.filter(pk=gone.pk).update(state=MessageState.DELETED)
    page = client_of(alice)
    assert "удалён" in page.get(f"/inbox/cases/{case.pk}/").content.decode()
    [sent] = answer(case=case, by=alice, text=REPLY, how=How.EACH, interim=False)
    shown = [page.get(path).content.decode() for path in ("/inbox/cases/?show=done", f"/inbox/cases/{case.pk}/")]
    assert not any("вышел не всем" in one for one in shown)

    Act.objects.filter(pk=sent.act_id).update(state=ActState.FAILED, reason="Сеть не приняла.")

    for path in ("/inbox/cases/?show=done", f"/inbox/cases/{case.pk}/"):
        assert "вышел не всем" in page.get(path).content.decode()

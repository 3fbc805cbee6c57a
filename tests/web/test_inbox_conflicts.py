"""Two people have one comment open: the second one gets a message about the first one's action and keeps the typed
text.
"""

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from tests.factories import NOON, make_account, make_letter, make_message
from tests.markup import spaced_once, words
from tests.people import client_of
from veche.accounts.models import Account
from veche.inbox.domain.answer import answer
from veche.inbox.domain.meanwhile import AnswerSnapshot
from veche.inbox.errors import DecidedMeanwhile
from veche.inbox.models import Answer, Message
from veche.moderation.domain.rule import delete, keep
from veche.moderation.models import Ruling
from veche.staff.models import Administration, Person

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
FORM = r'<form[^>]*action="{action}[^"]*"[^>]*>(.*?)</form>'


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice, title="Рубцовск. Официально")


@pytest.fixture
def officer(alice: Person) -> Client:
    return client_of(alice)


@pytest.fixture
def head(carol: Person) -> Client:
    return client_of(carol)


@pytest.fixture(params=[make_message, make_letter], ids=["comment", "letter"])
def message(request: pytest.FixtureRequest, account: Account) -> Message:
    made: Message = request.param(account, text="Когда откроют каток?")
    return made


def read(page: Any) -> str:
    return words(page.content.decode())


def hidden(page: Any, action: str) -> dict[str, str]:
    """The hidden fields of the page's form."""
    form = re.search(FORM.format(action=re.escape(action)), page.content.decode(), re.DOTALL)
    assert form is not None, action
    return dict(HIDDEN.findall(form[1])) | {}


def opened(browser: Client, message: Message, name: str = "web:message_answer") -> tuple[str, dict[str, str]]:
    """The address of a button on the current page, and the hidden fields of its form."""
    action = reverse(name, args=[message.pk])
    return action, hidden(browser.get(reverse("web:message", args=[message.pk])), action)


@time_machine.travel(NOON, tick=False)
def test_the_second_to_answer_sees_the_first_answer_and_chooses(message: Message, officer: Client, head: Client):
    action, first = opened(officer, message)
    _action, second = opened(head, message)
    officer.post(action, first | {"text": "В пятницу."})

    refused = head.post(action, second | {"text": "Не раньше субботы."})

    said = read(refused)
    assert (refused.status_code, list(Answer.objects.values_list("text", flat=True))) == (409, ["В пятницу."])
    assert "Пока вы писали, на это ответили: alice, сегодня в 12:00. Ваш ответ не ушёл, слова целы." in said
    assert "Не раньше субботы.</textarea>" in refused.content.decode()
    assert "Отправить тоже" in said
    assert "Не отправлять" in said
    assert "В пятницу." in said

    sent = head.post(action, hidden(refused, action) | {"text": "Не раньше субботы."})

    assert (sent.status_code, Answer.objects.count()) == (302, 2)


def test_a_talk_that_a_colleague_closed_asks_the_writer(account: Account, officer: Client, head: Client):
    letter = make_letter(account)
    action, second = opened(head, letter)
    officer.post(reverse("web:message_close", args=[letter.pk]))

    refused = head.post(action, second | {"text": "По средам."})
    sent = head.post(action, hidden(refused, action) | {"text": "По средам."})

    assert "Пока вы писали, коллега отметил: ответ не нужен. Ваш ответ не ушёл, слова целы." in read(refused)
    assert refused.status_code == 409
    assert sent.status_code == 302
    assert Answer.objects.count() == 1


def test_closing_a_talk_that_a_colleague_answered_says_so(account: Account, officer: Client, head: Client):
    letter = make_letter(account)
    answer_at, fields = opened(officer, letter)
    officer.post(answer_at, fields | {"text": "По средам."})

    said = read(head.post(reverse("web:message_close", args=[letter.pk]), follow=True))

    assert "Пока вы смотрели, на это ответили: alice" in said
    assert "Отметили: ответ не нужен" not in said


def test_an_answer_to_what_a_colleague_deleted_keeps_its_words(account: Account, head: Client, alice: Person):
    comment = make_message(account)
    action, fields = opened(head, comment)
    delete(message=comment, by=alice, ground="spam")

    refused = head.post(action, fields | {"text": "Не раньше субботы."})

    assert (refused.status_code, Answer.objects.count()) == (422, 0)
    assert "Не раньше субботы.</textarea>" in refused.content.decode()
    assert re.search(r"Комментария уже нет, отвечать не на что\..* alice: удалили, спам", read(refused))


DECIDED: dict[str, tuple[Callable[[Message, Person], object], str]] = {
    "answered": (
        lambda message, by: answer(message=message, by=by, text="В пятницу."),
        "Пока вы смотрели, на это ответили: alice",
    ),
    "kept": (
        lambda message, by: keep(message=message, by=by),
        "Пока вы смотрели, решили иначе: alice, «не нарушение».",
    ),
    "kept too": (
        lambda message, by: keep(message=message, by=by),
        "Пока вы смотрели, решил другой сотрудник: alice, «не нарушение». Ваше решение не понадобилось.",
    ),
}


@pytest.mark.parametrize(
    ("before", "name", "fields"),
    [
        ("answered", "delete", {"ground": "insult"}),
        ("answered", "keep", {}),
        ("kept", "delete", {"ground": "insult"}),
        ("kept too", "keep", {}),
    ],
)
def test_a_decision_after_a_colleagues_asks_once_more(
    account: Account, head: Client, alice: Person, carol: Person, before: str, name: str, fields: dict[str, str]
):
    comment = make_message(account)
    action, shown = opened(head, comment, f"moderation:{name}")
    verb, sentence = DECIDED[before]
    verb(comment, alice)

    refused = head.post(action, shown | fields, follow=True)

    assert sentence in read(refused)
    assert not Ruling.objects.filter(person=carol).exists()
    picked = 'value="insult" required checked' in spaced_once(refused.content.decode())
    assert picked == (name == "delete")

    head.post(action, hidden(refused, action) | fields)

    assert Ruling.objects.filter(person=carol).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway")
@pytest.mark.parametrize("make", [make_message, make_letter])
def test_of_two_answers_at_one_instant_one_leaves(
    account: Account, alice: Person, carol: Person, make: Callable[..., Message]
):
    message, start, said = make(account), threading.Barrier(2), list[str]()

    def press(by: Person) -> None:
        start.wait(60)
        try:
            said.append(answer(message=message, by=by, text=f"Ответ {by}", shown=AnswerSnapshot(0, "new")).text)
        except DecidedMeanwhile:
            said.append("asked")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(by,)) for by in (alice, carol)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(said) == sorted(["asked", Answer.objects.get().text])

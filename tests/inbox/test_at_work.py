"""Two people do not work on one thing unknowingly: who has it open or writes is told in the list and in the talk."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.factories import NOON, make_account, make_letter, make_message
from tests.markup import element, elements, words
from tests.people import client_of
from veche.inbox.models import AtWork, Message
from veche.journal.models import Entry
from veche.staff.models import Administration, Person


@pytest.fixture
def asked(rubtsovsk: Administration, alice: Person) -> Message:
    return make_message(make_account(rubtsovsk, responsible=alice), text="Когда дадут воду?")


def told(browser: Client, message: Message) -> tuple[str, list[str]]:
    """What the talk and the lines of the list say of colleagues."""
    page = browser.get(f"/inbox/{message.pk}/").content.decode()
    lines = [words(one) for one in elements(page, "a.q")]
    return words(element(page, ".at-work")), [line for line in lines if "отвечает" in line or "открыто" in line]


def test_who_writes_and_who_looks_is_told_to_the_other(asked: Message, alice: Person, bob: Person) -> None:
    press, colleague = client_of(alice), client_of(bob)
    with time_machine.travel(NOON, tick=False) as clock:
        other = make_message(asked.account, text="А свет?")
        # Opening a page notes nothing.
        assert told(press, asked) == told(colleague, asked) == ("", [])
        assert not AtWork.objects.exists()
        assert not colleague.post(f"/inbox/messages/{asked.pk}/here/").content.strip()
        says, [line] = told(press, asked)
        assert (says, "открыто: bob" in line) == ("Сейчас открыто: bob, меньше минуты", True)
        assert told(press, other)[0] == ""
        clock.shift(timedelta(seconds=61))
        colleague.post(f"/inbox/{asked.pk}/count/", {"text": "Сегодня"})
        says, [line] = told(press, asked)
        assert (says, "отвечает: bob" in line) == ("Отвечает сейчас: bob, 1 мин", True)
        assert words(press.post(f"/inbox/messages/{asked.pk}/here/").content.decode()) == says
        assert told(colleague, asked)[0] == "Сейчас открыто: alice, меньше минуты"
        clock.shift(timedelta(seconds=91))
        assert told(press, asked) == ("", [])
    assert not Entry.objects.filter(verb__startswith="inbox.").exists()


@time_machine.travel(NOON, tick=False)
def test_a_private_talk_is_one_work(asked: Message, alice: Person, bob: Person, dave: Person) -> None:
    """Whichever of its messages is open; who may not answer learns nothing and tells nothing."""
    first, last = (make_letter(asked.account, text=text) for text in ("Здравствуйте", "Как записаться?"))
    client_of(bob).post(f"/inbox/{first.pk}/count/", {"text": "Добрый день"})
    assert told(client_of(alice), last)[0] == "Отвечает сейчас: bob, меньше минуты"
    assert client_of(dave).post(f"/inbox/messages/{asked.pk}/here/").status_code == 403
    assert "at-work" not in client_of(dave).get(f"/inbox/{asked.pk}/").content.decode()
    assert AtWork.objects.count() == 1

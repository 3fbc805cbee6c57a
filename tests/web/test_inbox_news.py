"""An open list of the inbox: what is new is announced, and nothing moves."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.factories import NOON, make_account, make_letter, make_message
from tests.markup import attribute, elements, words
from tests.people import client_of
from veche.accounts.models import Account
from veche.inbox.enums import MessageState
from veche.staff.models import Administration, Person

INBOX = "/inbox/"


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


def news(browser: Client, page: str) -> tuple[str, str]:
    """What the list says of new lines, and the tag of the answer."""
    answer = browser.get(attribute(page, "[data-news]", "data-news"))
    return answer.json()["says"], answer.headers["ETag"]


def texts(page: str) -> list[str]:
    return [words(one) for one in elements(page, ".q-text")]


@time_machine.travel(NOON, tick=False)
def test_what_is_new_is_announced_and_shown_by_a_press(account: Account, alice: Person, dave: Person) -> None:
    """Not what was there already, a post's past that is read late, nor a private message to whoever may not read it."""
    old = make_message(account, text="Давно спрашивали?", at=NOON - timedelta(minutes=5))
    press, reader = client_of(alice), client_of(dave)
    drawn, readers = (browser.get(INBOX).content.decode() for browser in (press, reader))
    newest = press.get(f"{INBOX}?show=all").content.decode()
    assert (texts(drawn), news(press, drawn)) == ([old.text], ("", '"0"'))
    past = make_message(account, text="Прошлогодний", at=NOON - timedelta(days=300))
    past.received_at = NOON + timedelta(seconds=3)
    past.save()
    make_message(account, text="Ответ", ours=True, at=NOON + timedelta(seconds=3))
    make_letter(account, text="Лично", at=NOON + timedelta(seconds=4))
    make_message(account, text="А теперь?", at=NOON + timedelta(seconds=5))
    says, tag = news(press, drawn)
    assert (says, news(reader, readers)[0]) == ("Новых: 2 — показать", "Новых: 1 — показать")
    asked = attribute(drawn, "[data-news]", "data-news")
    assert press.get(asked, headers={"If-None-Match": tag}).status_code == 304
    shown = press.get(attribute(drawn, "[data-news]", "href")).content.decode()
    assert (texts(shown), "Новые с" in shown) == (["Лично", "А теперь?"], True)
    # Where the newest stand first, the list itself shows them.
    assert texts(press.get(attribute(newest, "[data-news]", "href")).content.decode())[:2] == ["А теперь?", "Лично"]
    for odd in ("", "x", "9" * 30):
        assert press.get(f"/inbox/news/?drawn={odd}").json() == {"says": ""}


def test_lines_of_an_open_list_change_in_place(account: Account, alice: Person) -> None:
    """A line that a colleague has decided stays where it is and says so; what came since is not among them."""
    browser = client_of(alice)
    first, second = (make_message(account, text=f"Вопрос {n}?", at=NOON + timedelta(minutes=n)) for n in (1, 2))
    first.state = MessageState.KEPT
    first.save()
    make_message(account, text="Новый", at=NOON)
    asked = {"part": "lines", "lines": f"{first.pk}_{second.pk}_x"}
    html = browser.get(INBOX, asked, headers={"HX-Request": "true"}).content.decode()
    assert texts(html) == ["Вопрос 1?", "Вопрос 2?"]
    assert "не нарушение" in words(html)
    assert "<html" not in html

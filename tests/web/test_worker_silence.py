"""A worker that does not run is reported on every page of publishing roles and of IT."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.engine.tasks import add
from tests.engine.waiting import IS_DATABASE, finish_all
from tests.people import client_of
from tests.web.test_numbers import main_of
from veche.engine import pulse
from veche.kernel.clock import now

pytestmark = [
    pytest.mark.django_db,  # fixtures of people are requested by name, with getfixturevalue
    pytest.mark.skipif(not IS_DATABASE, reason="the rows of the default engine are set by hand"),
]
SILENT = "Обработчик Вече не работает, последний раз он отозвался"


@pytest.fixture
def last_task(monkeypatch: pytest.MonkeyPatch) -> timedelta:
    """Set the last task to four minutes ago; this process has run for longer."""
    monkeypatch.setattr(pulse, "_started", pulse._started - pulse.SILENCE.total_seconds())
    return timedelta(minutes=4)


def finished(ago: timedelta) -> None:
    add.enqueue(1, 0)
    finish_all(now() - ago)


@pytest.mark.parametrize("who", ["alice", "carol", "helen", "ivan"])
def test_who_publishes_and_it_are_told(who: str, last_task: timedelta, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    never = main_of(client_of(person).get("/"))
    finished(last_task)
    silent = main_of(client_of(person).get("/"))
    finished(timedelta(seconds=20))

    assert SILENT in silent
    assert "systemctl start veche-worker" in silent
    assert ("Ключи, входы и журнал в порядке" in silent, "Тревог нет" in silent) == (False, False)
    assert SILENT not in main_of(client_of(person).get("/"))
    assert "Обработчик Вече не работает: он ещё ни разу не отозвался. Ничего не уходит" in never
    assert "systemctl start veche-worker" in never


def test_the_inbox_promises_no_look_at_the_networks(last_task: timedelta, alice_in_the_inbox: Client) -> None:
    finished(last_task)

    said = main_of(alice_in_the_inbox.get("/inbox/"))

    assert "пока обработчик Вече стоит, сети никто не спрашивает" in said
    assert "Проверяем каждые" not in said


@pytest.fixture
def alice_in_the_inbox(request: pytest.FixtureRequest) -> Client:
    return client_of(request.getfixturevalue("alice"))

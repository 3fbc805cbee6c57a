"""One query for all lanes: only lanes with due tasks are called."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.engine import tasks
from tests.engine.waiting import rows
from tests.waiting import wait_until
from veche.engine import dispatcher as dispatcher_module
from veche.engine import lanes as lanes_module
from veche.engine.dispatcher import TURN_SECONDS, Dispatcher
from veche.engine.lanes import Lane
from veche.engine.port import engine

pytestmark = pytest.mark.django_db(transaction=True)


class Called(Lane):
    """A lane that counts its calls."""

    calls = 0

    def call(self) -> None:
        self.calls += 1


@pytest.fixture
def lanes() -> list[Called]:
    return [Called(queue=queue) for queue in ("house", "vk", "telegram")]


def test_one_question_calls_those_with_a_task(
    lanes: list[Called], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tasks.add.enqueue(1, 1)
    tasks.add.using(queue_name="vk", run_after=timezone.now() + timedelta(minutes=1)).enqueue(1, 1)

    with django_assert_num_queries(1):
        pause = Dispatcher(lanes=lanes, stop=threading.Event()).dispatch()

    assert ([lane.calls for lane in lanes], pause) == ([1, 0, 0], TURN_SECONDS)


def test_the_next_turn_is_at_the_hour_of_the_next_task(lanes: list[Called], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatcher_module, "TURN_SECONDS", 600)
    tasks.add.using(run_after=timezone.now() + timedelta(seconds=500)).enqueue(1, 1)

    pause = Dispatcher(lanes=lanes, stop=threading.Event()).dispatch()

    assert [lane.calls for lane in lanes] == [0, 0, 0]
    assert 400 < pause <= 500


class Looking(Lane):
    """Reports when it has checked and found nothing."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.found_nothing = threading.Event()

    def run_next(self) -> bool:
        found = super().run_next()
        if not found:
            self.found_nothing.set()
        return found


def test_a_lane_that_is_called_takes_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes_module, "LONGEST_WAIT_SECONDS", 600)
    stop = threading.Event()
    lane = Looking(queue="house", stop=stop)
    dispatcher = Dispatcher(lanes=[lane], stop=stop)
    for thread in (lane, dispatcher):
        thread.start()
    assert lane.found_nothing.wait(60)

    tasks.add.enqueue(1, 1)
    wait_until(lambda: rows()[0].status == "SUCCESSFUL")
    stop.set()
    for thread in (lane, dispatcher):
        thread.join(60)

    assert not lane.is_alive()
    assert not dispatcher.is_alive()


def test_trouble_with_the_database_ends_no_dispatcher(lanes: list[Called], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatcher_module, "AFTER_TROUBLE_SECONDS", 0.01)
    honest, refused = engine().due, iter([OperationalError("away"), OperationalError("still away")])

    def due(**given: object) -> object:
        for error in refused:
            raise error
        return honest(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(engine(), "due", due)
    tasks.add.enqueue(1, 1)
    stop = threading.Event()
    dispatcher = Dispatcher(lanes=lanes, stop=stop)
    dispatcher.start()
    wait_until(lambda: lanes[0].calls > 0)
    stop.set()
    dispatcher.join(60)

    assert not dispatcher.is_alive()

"""Reading yields to many sending tasks, but never for long."""

import threading
from collections.abc import Iterator
from typing import Self

import pytest

from tests.engine import tasks
from tests.engine.waiting import rows
from tests.waiting import wait_until
from veche.engine import read_backpressure
from veche.engine.lanes import Lane

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    read_backpressure._ended.clear()
    yield
    read_backpressure._ended.clear()


def test_many_tasks_that_end_in_a_second_are_a_rush(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_backpressure, "WITHIN_SECONDS", 60.0)  # ten are slow on a busy machine
    lane = Lane(queue="vk")
    for _ in range(read_backpressure.BUSY_TASKS):
        tasks.add.using(queue_name="vk").enqueue(1, 1)

    before = read_backpressure.is_active()
    while lane.run_next():
        pass

    during = read_backpressure.is_active()
    monkeypatch.setattr(read_backpressure, "WITHIN_SECONDS", 0.0)
    assert before is False
    assert during is True
    assert read_backpressure.is_active() is False


def test_what_is_read_makes_no_rush() -> None:
    lane = Lane(queue="vk-reading")
    for _ in range(read_backpressure.BUSY_TASKS):
        tasks.add.using(queue_name="vk-reading").enqueue(1, 1)
    while lane.run_next():
        pass

    assert not read_backpressure.is_active()


class Worked:
    """One task of a queue and its lane at work."""

    def __init__(self, queue: str) -> None:
        tasks.add.using(queue_name=queue).enqueue(1, 1)
        self._stop = threading.Event()
        self._lane = Lane(queue=queue, stop=self._stop)

    def __enter__(self) -> Self:
        self._lane.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._lane.call()
        self._lane.join(60)

    def is_done(self) -> bool:
        return rows()[0].status == "SUCCESSFUL"


def test_a_reader_waits_until_a_rush_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_backpressure, "LONGEST_SECONDS", 600.0)
    asked, over = [0], threading.Event()

    def is_on() -> bool:
        asked[0] += 1
        return not over.is_set()

    monkeypatch.setattr(read_backpressure, "is_active", is_on)

    with Worked("vk-reading") as worked:
        wait_until(lambda: asked[0] > 2)
        early = rows()[0].status
        over.set()
        wait_until(worked.is_done)

    assert early == "READY"


@pytest.mark.parametrize(("queue", "longest"), [("vk-reading", 0.5), ("vk", 600.0)])
def test_a_reader_does_not_wait_for_long_and_a_sender_not_at_all(
    monkeypatch: pytest.MonkeyPatch, queue: str, longest: float
) -> None:
    monkeypatch.setattr(read_backpressure, "is_active", lambda: True)
    monkeypatch.setattr(read_backpressure, "LONGEST_SECONDS", longest)

    with Worked(queue) as worked:
        wait_until(worked.is_done)

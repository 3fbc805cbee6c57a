"""Reading lets a rush pass, and never for long."""

import threading
from collections.abc import Iterator

import pytest

from tests.engine import tasks
from tests.engine.waiting import rows
from veche.engine import rush
from veche.engine.lanes import Lane

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    rush._ended.clear()
    yield
    rush._ended.clear()


def test_many_tasks_that_end_in_a_second_are_a_rush() -> None:
    lane = Lane(queue="vk")
    for _ in range(rush.MANY):
        tasks.add.using(queue_name="vk").enqueue(1, 1)

    before = rush.is_on()
    while lane.run_next():
        pass

    assert (before, rush.is_on()) == (False, True)


def test_what_is_read_makes_no_rush() -> None:
    lane = Lane(queue="vk-reading")
    for _ in range(rush.MANY):
        tasks.add.using(queue_name="vk-reading").enqueue(1, 1)
    while lane.run_next():
        pass

    assert not rush.is_on()


@pytest.mark.parametrize(("queue", "waits"), [("vk-reading", True), ("vk", False)])
def test_a_reader_waits_and_then_goes_on(monkeypatch: pytest.MonkeyPatch, queue: str, waits: bool) -> None:
    monkeypatch.setattr(rush, "is_on", lambda: True)
    monkeypatch.setattr(rush, "LONGEST_SECONDS", 1.0)
    tasks.add.using(queue_name=queue).enqueue(1, 1)
    stop, lane = threading.Event(), Lane(queue=queue)
    lane._stop_event = stop
    lane.start()

    early = stop.wait(0.6) or rows()[0].status
    while rows()[0].status != "SUCCESSFUL":
        stop.wait(0.05)
    stop.set()
    lane.join(10)

    assert (early == "READY") is waits

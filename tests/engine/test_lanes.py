import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.tasks import TaskResultStatus
from django.utils import timezone

from tests.engine import tasks
from tests.engine.waiting import rows
from veche.engine import lanes, read_backpressure
from veche.engine.lanes import Lane
from veche.engine.port import engine

pytestmark = pytest.mark.django_db(transaction=True)


class Undone(Exception):
    pass


@pytest.fixture
def house() -> Lane:
    return Lane(queue="house")


def test_a_task_runs_and_keeps_its_result(house: Lane) -> None:
    result = tasks.add.enqueue(2, 3)

    assert [house.run_next(), house.run_next()] == [True, False]

    result.refresh()
    assert result.status == "SUCCESSFUL"
    assert result.return_value == 5
    assert result.worker_ids == [house.worker_id]


def test_a_failing_task_ends_as_failed_and_the_lane_goes_on(house: Lane) -> None:
    failing, fine = tasks.fail.enqueue(), tasks.add.enqueue(1, 1)

    house.run_next()
    house.run_next()

    failing.refresh()
    fine.refresh()
    assert (failing.status, failing.errors[0].exception_class) == ("FAILED", ValueError)
    assert fine.status == TaskResultStatus.SUCCESSFUL


def test_a_task_waits_for_its_time(house: Lane) -> None:
    """By the engine's clock, which may be the database's."""
    tasks.add.using(run_after=timezone.now() + timedelta(hours=1)).enqueue(1, 1)
    before = house.run_next()
    at = timezone.now() + timedelta(seconds=0.5)
    result = tasks.add.using(run_after=at).enqueue(1, 1)

    while not house.run_next():
        assert timezone.now() < at + timedelta(seconds=20)

    result.refresh()
    assert before is False
    assert timezone.now() >= at
    assert result.status == "SUCCESSFUL"


def test_a_task_enqueued_in_a_transaction_that_fails_does_not_exist(house: Lane) -> None:
    def change_and_fail() -> None:
        with transaction.atomic():
            tasks.add.enqueue(1, 1)
            raise Undone

    with pytest.raises(Undone):
        change_and_fail()

    assert (house.run_next(), rows()) == (False, [])


def test_a_lane_takes_only_its_own_queue() -> None:
    tasks.add.enqueue(1, 1)

    assert Lane(queue="vk").run_next() is False


def test_what_is_more_urgent_starts_first_and_what_waited_longer_before_the_rest(house: Lane) -> None:
    results = [tasks.add.using(priority=priority).enqueue(priority, 0) for priority in (0, 5, 0)]

    taken = [engine().take(house.queue, house.worker_id) for _ in results]

    assert [str(one.id) for one in taken if one] == [results[number].id for number in (1, 0, 2)]


def test_lanes_of_one_queue_never_take_the_same_task() -> None:
    results = [tasks.add.enqueue(number, 0) for number in range(60)]

    def take_all(_lane: int) -> list[str]:
        lane, taken = Lane(queue="house"), []
        while (one := engine().take(lane.queue, lane.worker_id)) is not None:
            taken.append(str(one.id))
        connection.close()
        return taken

    with ThreadPoolExecutor(4) as lanes_of_house:
        taken = [one for lane in lanes_of_house.map(take_all, range(4)) for one in lane]

    assert sorted(taken) == sorted(result.id for result in results)


def test_what_trouble_cut_off_is_given_back(house: Lane) -> None:
    tasks.add.enqueue(1, 1)
    tasks.add.enqueue(2, 2)
    engine().take(house.queue, house.worker_id)
    others = Lane(queue="house")
    others.worker_id = "elsewhere:1:house:1"
    engine().take(others.queue, others.worker_id)

    house._start_afresh()

    assert [row.status for row in rows()] == ["READY", "RUNNING"]


def test_a_lane_that_is_to_stop_takes_no_new_task() -> None:
    result, stop = tasks.add.enqueue(1, 1), threading.Event()
    stop.set()

    Lane(queue="house", stop=stop).run()

    result.refresh()
    assert result.status == TaskResultStatus.READY


def test_a_reader_that_is_to_stop_in_a_rush_takes_no_new_task(monkeypatch: pytest.MonkeyPatch) -> None:
    result, stop = tasks.add.using(queue_name="vk-reading").enqueue(1, 1), threading.Event()

    def is_on() -> bool:
        stop.set()
        return True

    monkeypatch.setattr(read_backpressure, "is_active", is_on)

    Lane(queue="vk-reading", stop=stop).run()

    result.refresh()
    assert result.status == TaskResultStatus.READY


class StopsWhenAsked(threading.Event):
    """Stop arrives just after a lane has checked it, together with the dispatcher's last call."""

    lane: Lane

    def is_set(self) -> bool:
        before = super().is_set()
        self.set()
        self.lane.call()
        return before


def test_a_call_to_stop_is_heard_whenever_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "LONGEST_WAIT_SECONDS", 600)
    stop = StopsWhenAsked()
    stop.lane = lane = Lane(queue="house", stop=stop)
    lane.start()
    lane.join(60)

    assert not lane.is_alive()

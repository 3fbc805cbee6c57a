"""The engine's contract with real processes: the effect of killed, stopped or blocked workers on tasks."""

import signal
import time
from collections.abc import Callable
from typing import Any

from tests.engine import tasks
from tests.engine.conftest import Start
from tests.engine.forked import ForkedWorker
from tests.engine.waiting import Row as TaskRow
from tests.named_pipes import Gate, Pipe
from tests.waiting import wait_until
from veche.engine.faults import MAX_STARTS

type Enqueue = Callable[..., Any]
type Row = Callable[[Any], TaskRow]


def test_a_task_whose_worker_was_killed_runs_again(
    stand: Enqueue, row: Row, start_worker: Start, pipe: Pipe, gate: Gate
) -> None:
    key = stand(tasks.wait_for, str(pipe), str(gate))
    first = start_worker()
    assert pipe.line() == f"start {first.pid}"

    first.kill()
    first.wait()
    second = start_worker()

    assert pipe.line() == f"start {second.pid}"
    gate.open()
    assert pipe.line() == "end"
    _end(second)
    assert (row(key).status, len(row(key).worker_ids)) == ("SUCCESSFUL", 2)


def test_a_task_that_kills_its_workers_is_given_up(stand: Enqueue, row: Row, start_worker: Start) -> None:
    key = stand(tasks.die)

    codes = [start_worker().wait(60) for _ in range(MAX_STARTS)]
    last = start_worker()
    wait_until(lambda: row(key).status == "FAILED")

    assert codes == [9] * MAX_STARTS
    assert last.poll() is None
    assert row(key).exception_class_path == "veche.engine.faults.WorkerDied"
    assert row(key).traceback.startswith(f"The task was started {MAX_STARTS} times and its worker died each time: ")
    assert row(key).task_result.errors[0].exception_class.__name__ == "WorkerDied"


def test_a_blocked_lane_delays_no_other(stand: Enqueue, start_worker: Start, pipe: Pipe, gate: Gate) -> None:
    stand(tasks.wait_for, str(pipe), str(gate))
    worker = start_worker()
    assert pipe.line() == f"start {worker.pid}"

    stand(tasks.note, str(pipe), "from the house")

    assert pipe.line() == "from the house"
    gate.open()
    assert pipe.line() == "end"


def test_a_worker_asked_to_stop_ends_its_task_first(
    stand: Enqueue, row: Row, start_worker: Start, pipe: Pipe, gate: Gate
) -> None:
    key = stand(tasks.wait_for, str(pipe), str(gate))
    worker = start_worker()
    pipe.line()

    worker.send_signal(signal.SIGTERM)
    gate.open()

    assert pipe.line() == "end"
    assert worker.wait(60) == 0
    assert row(key).status == "SUCCESSFUL"


def test_a_worker_does_not_wait_for_a_task_for_ever(
    stand: Enqueue, row: Row, start_worker: Start, pipe: Pipe, gate: Gate
) -> None:
    key = stand(tasks.wait_for, str(pipe), str(gate))
    worker = start_worker(stop_seconds=0.2)
    pipe.line()

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(60) == 1
    assert row(key).status == "RUNNING"


def test_two_workers_enqueue_a_periodic_task_once_a_window(stand: Enqueue, start_worker: Start, pipe: Pipe) -> None:
    every = {
        "name": "test.note",
        "every_seconds": 1,
        "task_path": "tests.engine.tasks.note",
        "queue": "telegram",
        "args": [str(pipe), "tick"],
    }
    begun = time.time()
    for _ in range(2):
        start_worker(periodics=(every,))

    ticks = [pipe.line() for _ in range(8)]

    assert ticks == ["tick"] * 8
    # Eight windows have begun, however late each tick was.
    assert int(time.time()) - int(begun) >= 7


def _end(worker: ForkedWorker) -> None:
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) == 0

"""The second engine knows workers by heartbeats: a live one keeps its task and its lanes."""

import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.engine import tasks
from tests.engine.conftest import Start
from tests.engine.waiting import IS_DATABASE
from tests.engine.waiting import Row as TaskRow
from tests.named_pipes import Gate, Pipe

type Enqueue = Callable[..., Any]
type Row = Callable[[Any], TaskRow]

pytestmark = pytest.mark.skipif(IS_DATABASE, reason="the default engine asks Linux whether a worker lives")

# A lane of a dead worker is forgotten after four heartbeat intervals.
FORGOTTEN = 4


@pytest.mark.parametrize(
    ("stall", "seconds"),
    [
        pytest.param(2.0, 2.0 * FORGOTTEN + 1, id="shortened"),
        pytest.param(0.0, 150, id="the engine's own", marks=pytest.mark.nightly),
    ],
)
def test_a_worker_that_lives_keeps_its_task_and_its_lanes(
    stand: Enqueue, row: Row, start_worker: Start, pipe: Pipe, gate: Gate, tmp_path: Path, stall: float, seconds: float
) -> None:
    key = stand(tasks.wait_for, str(pipe), str(gate))
    worker = start_worker(stall=stall, log=tmp_path / "log")
    assert pipe.line() == f"start {worker.pid}"

    begun = time.monotonic()
    assert pipe.is_silent(seconds=seconds), "the task was given to somebody else"
    assert time.monotonic() - begun >= seconds
    gate.open()
    assert pipe.line() == "end"
    stand(tasks.note, str(pipe), "from a lane that has waited all the time")
    assert pipe.line() == "from a lane that has waited all the time"
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(60) == 0
    assert (row(key).status, row(key).worker_ids) == ("SUCCESSFUL", [])
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")

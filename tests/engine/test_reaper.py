import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.engine import tasks
from tests.engine.waiting import IS_DATABASE
from veche.engine import identity, reaper
from veche.engine.identity import WorkerId

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not IS_DATABASE, reason="the default engine's own way to find the dead"),
]

type Running = Callable[..., DBTaskResult]


@pytest.fixture
def running() -> Running:
    def make(*workers: WorkerId, seconds: float = 1) -> DBTaskResult:
        row = DBTaskResult.objects.get(id=tasks.add.enqueue(1, 1).id)
        row.status = "RUNNING"
        row.started_at = timezone.now() - timedelta(seconds=seconds)
        row.worker_ids = [str(worker) for worker in workers]
        row.save()
        return row

    return make


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process
        process.kill()


def _of(pid: int) -> WorkerId:
    start = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]
    return WorkerId(identity.place(), pid, "house", start)


def _status(row: DBTaskResult) -> str:
    row.refresh_from_db()
    return str(row.status)


def test_a_task_of_a_living_worker_is_left_alone(running: Running) -> None:
    row = running(WorkerId.mine("house"), seconds=100)

    assert (reaper.reap(), _status(row)) == (0, "RUNNING")


def test_a_task_of_a_dead_worker_is_given_back_at_once(running: Running, sleeper: subprocess.Popen[bytes]) -> None:
    worker = _of(sleeper.pid)
    sleeper.kill()
    sleeper.wait()
    row = running(worker)

    assert (reaper.reap(), _status(row)) == (1, "READY")


def test_a_zombie_is_dead(running: Running, sleeper: subprocess.Popen[bytes]) -> None:
    worker = _of(sleeper.pid)
    row = running(worker)
    sleeper.kill()
    os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)

    assert worker.is_dead is True
    assert reaper.reap() == 1
    assert _status(row) == "READY"


def test_another_process_with_the_same_number_is_not_the_worker(running: Running) -> None:
    mine = WorkerId.mine("house")
    row = running(WorkerId(mine.place, mine.pid, mine.lane, "1"))

    assert (reaper.reap(), _status(row)) == (1, "READY")


@pytest.mark.parametrize(("seconds", "status"), [(5, "RUNNING"), (20, "READY")])
def test_a_paused_worker_has_a_little_time(
    running: Running, sleeper: subprocess.Popen[bytes], seconds: int, status: str
) -> None:
    worker = _of(sleeper.pid)
    sleeper.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, sleeper.pid, os.WSTOPPED)
    row = running(worker, seconds=seconds)

    reaper.reap()

    assert _status(row) == status


@pytest.mark.parametrize(("seconds", "status"), [(170, "RUNNING"), (190, "READY")])
def test_a_worker_of_another_machine_is_judged_by_time(running: Running, seconds: int, status: str) -> None:
    row = running(WorkerId("elsewhere-00000000-1", os.getpid(), "house", "1"), seconds=seconds)

    reaper.reap()

    assert _status(row) == status


def test_an_id_of_another_engine_is_judged_by_time(running: Running) -> None:
    row = running(WorkerId.mine("house"))
    DBTaskResult.objects.update(worker_ids=["k2jf9s8d7f"])

    assert (reaper.reap(), _status(row)) == (0, "RUNNING")


def test_the_last_worker_decides(running: Running) -> None:
    mine = WorkerId.mine("house")
    row = running(WorkerId(mine.place, mine.pid, mine.lane, "1"), mine)

    assert (reaper.reap(), _status(row)) == (0, "RUNNING")


def test_a_row_that_moved_on_is_not_given_back(running: Running) -> None:
    row = running(WorkerId.mine("house"))
    DBTaskResult.objects.update(status="SUCCESSFUL")

    assert (reaper.give_back(row), _status(row)) == (False, "SUCCESSFUL")


def test_old_rows_are_forgotten(running: Running) -> None:
    def finished(status: str, at: datetime) -> DBTaskResult:
        row = running(WorkerId.mine("house"))
        row.status, row.finished_at = status, at
        row.save()
        return row

    now = timezone.now()
    kept = [
        finished("SUCCESSFUL", now - timedelta(minutes=15)),
        finished("FAILED", now - timedelta(days=6)),
        running(WorkerId.mine("house"), seconds=30 * 86400),
    ]
    finished("SUCCESSFUL", now - timedelta(minutes=25))
    finished("FAILED", now - timedelta(days=8))

    assert reaper.prune() == 2
    assert set(DBTaskResult.objects.all()) == set(kept)


def test_many_old_rows_go_in_batches(monkeypatch: pytest.MonkeyPatch, running: Running) -> None:
    monkeypatch.setattr(reaper, "BATCH", 2)
    for _ in range(5):
        running(WorkerId.mine("house"))
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=timezone.now() - timedelta(days=1))

    assert (reaper.prune(), DBTaskResult.objects.count()) == (4, 1)  # the last one stores when its task was last done

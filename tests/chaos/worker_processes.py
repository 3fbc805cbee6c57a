"""Worker processes: started, killed, stopped, continued, and always ended."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.chaos.forked import ForkedWorker

type Worker = subprocess.Popen[bytes] | ForkedWorker


class Crew:
    def __init__(self, log: Path) -> None:
        self._path, self._log = log, log.open("ab")
        self._workers: list[Worker] = []
        self._ready: dict[int, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            if worker.poll() is None:
                worker.kill()
            worker.wait()
        for ready in self._ready.values():
            os.close(ready)
        self._log.close()

    def start(self, module: str = "tests.chaos.worker", *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker. The module writes a byte to CHAOS_READY_FD when it begins to work."""
        ready, tell = os.pipe()
        worker = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env={**os.environ, "CHAOS_READY_FD": str(tell), **environment},
            stdout=self._log,
            stderr=self._log,
            pass_fds=(tell,),
        )
        os.close(tell)
        self._ready[worker.pid] = ready
        self._workers.append(worker)
        return worker

    def fork(self, **environment: str) -> ForkedWorker:
        """Start a worker of this scenario's database, without the seconds of imports."""
        worker = ForkedWorker(self._path, environment)
        self._workers.append(worker)
        return worker

    def wait_until_up(self, worker: Worker) -> None:
        """Wait until it begins to work or has ended: starting is slow on a busy machine."""
        if isinstance(worker, ForkedWorker):
            worker.wait_until_up()
        elif (ready := self._ready.pop(worker.pid, None)) is not None:
            os.read(ready, 1)
            os.close(ready)

    @staticmethod
    def kill(worker: Worker) -> None:
        worker.kill()
        worker.wait()

    @staticmethod
    def end(worker: Worker) -> None:
        worker.terminate()
        worker.wait(30)


def wait_for_death(worker: Worker, seconds: float) -> bool:
    """True if it died of SIGKILL."""
    try:
        return worker.wait(seconds) == -signal.SIGKILL
    except subprocess.TimeoutExpired:
        return False


def wait_for_stop(worker: Worker, seconds: float) -> bool:
    """True if the process is stopped (state T)."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        state = Path(f"/proc/{worker.pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
        if state in "Tt":
            return True
        time.sleep(0.05)
    return False

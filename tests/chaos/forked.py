"""Workers forked from a process that has already imported Django and our modules.

A run starts hundreds of workers, and importing takes each of them one to two seconds of processor time. Each worker
is a process of its own, with its own connections and threads, and is killed as any other. The first one starts the
process that they are forked from, with the environment of that moment.
"""

import os
import subprocess
import sys
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

_context = get_context("forkserver")
_context.set_forkserver_preload(["tests.chaos.preload"])


class ForkedWorker:
    """A worker, with the methods of `subprocess.Popen` that the trials use."""

    def __init__(self, log: Path, environment: dict[str, str]) -> None:
        self._ready, tell = _context.Pipe(duplex=False)
        self._process = _context.Process(target=_run, args=(tell, str(log), environment))
        self._process.start()
        tell.close()
        assert self._process.pid is not None
        self.pid: int = self._process.pid

    def wait_until_up(self) -> None:
        """Wait until it begins to work or has ended."""
        if self._ready.closed:
            return
        with suppress(EOFError):
            self._ready.recv_bytes()
        self._ready.close()

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, negative for a signal. Raises `subprocess.TimeoutExpired`."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("worker", timeout or 0)
        return self._process.exitcode

    def kill(self) -> None:
        self._process.kill()

    def terminate(self) -> None:
        self._process.terminate()


def _run(tell: Connection, log: str, environment: dict[str, str]) -> None:
    written = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(written, sys.stdout.fileno())
    os.dup2(written, sys.stderr.fileno())
    os.environ.update(environment)
    from tests.chaos.worker import work

    sys.exit(work(lambda: tell.send_bytes(b"1")))

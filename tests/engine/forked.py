"""Workers forked from a process that has already imported Django: importing takes each a second of processor time.

Each is a process of its own, with its own connections, threads and signals. The first one starts the process that they
are forked from, with the environment of that moment.
"""

import os
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch

_context = get_context("forkserver")


class ForkedWorker:
    """A worker, with the methods of `subprocess.Popen` that the tests use."""

    def __init__(self, words: list[str], environment: dict[str, str], log: Path | None) -> None:
        _context.set_forkserver_preload(["tests.engine.preload"])
        self._process = _context.Process(target=_run, args=(words, environment, log))
        with patch.dict(os.environ, environment):
            self._process.start()
        assert self._process.pid is not None
        self.pid: int = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, negative for a signal. Raises `subprocess.TimeoutExpired`."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("worker", timeout or 0)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()


def _run(words: list[str], environment: dict[str, str], log: Path | None) -> None:
    if log:
        os.dup2(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), sys.stderr.fileno())
    os.environ.update(environment)
    sys.argv[1:] = words
    from tests.engine.worker_process import main

    sys.exit(main())

"""Keeps a few child processes alive and ends them all cleanly. Imports no Django: this process stays light.

Signals are blocked and waited for, so none is lost between two instructions. A child dies with its parent, even when
the parent is killed with -9 (PR_SET_PDEATHSIG), and nothing of a dead child's process group is left behind.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)
FIRST_PAUSE = 0.3
LONGEST_PAUSE = 30.0
# A child that lived this long was well: its next restart does not wait for what happened before.
WELL_AFTER = 60.0
PR_SET_PDEATHSIG = 1


class Stopped(Exception):
    """A signal asked all processes to stop."""


@dataclass(frozen=True, slots=True)
class Program:
    """`environment` is added to ours. `output` takes stdout (else ours). `outlives` = stopped after the others."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    output: Path | None = None
    outlives: bool = False


@dataclass(slots=True)
class _Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    restart_at: float = 0.0


class Supervisor:
    """`with Supervisor() as supervisor:` — leaving the block stops every child; a signal raises `Stopped` inside it."""

    def __init__(self, *, stop_seconds: float = 30.0, tell: Callable[[str], None] = print) -> None:
        self._stop_seconds = stop_seconds
        self._tell = tell
        self._children: list[_Child] = []

    def __enter__(self) -> Self:
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> bool:
        for outlives in (False, True):
            self._stop([child for child in self._children if child.program.outlives is outlives])
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        return kind is Stopped

    @property
    def pids(self) -> dict[str, int]:
        return {child.program.name: child.process.pid for child in self._children if child.process}

    def start(self, program: Program) -> None:
        """Start it, and restart it whenever it ends."""
        child = _Child(program)
        self._children.append(child)
        _launch(child)

    def run_once(self, program: Program) -> int:
        """Start it and wait for its end; the exit code."""
        child = _Child(program, restart_at=float("inf"))
        _launch(child)
        self._children.append(child)
        process = child.process
        assert process is not None  # noqa: S101 -- launched above
        self.wait_until(lambda: process.poll() is not None, seconds=float("inf"))
        self._children.remove(child)
        return process.returncode

    def wait_until(self, condition: Callable[[], bool], *, seconds: float) -> bool:
        """Watch the children until `condition` holds; False after `seconds`."""
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                return False
            self._turn(0.05)
        return True

    def watch(self) -> None:
        """Watch the children for ever."""
        while True:
            self._turn(self._seconds_to_restart())

    def _turn(self, seconds: float) -> None:
        caught = signal.sigtimedwait(SIGNALS, seconds)
        if caught is not None and caught.si_signo != signal.SIGCHLD:
            raise Stopped
        for child in self._children:
            self._watch_child(child)

    def _watch_child(self, child: _Child) -> None:
        if child.process is None:
            if child.restart_at <= time.monotonic():
                _launch(child)
        elif child.restart_at != float("inf") and child.process.poll() is not None:
            self._note_exit(child, child.process)

    def _note_exit(self, child: _Child, process: subprocess.Popen[bytes]) -> None:
        _kill_group(process)
        lived = time.monotonic() - child.started
        pause = FIRST_PAUSE if lived > WELL_AFTER else child.pause
        self._tell(f"{child.program.name}: процесс {process.pid} завершился ({process.returncode}), запускаю снова.")
        child.process = None
        child.restart_at = time.monotonic() + pause
        child.pause = min(pause * 2, LONGEST_PAUSE)

    def _seconds_to_restart(self) -> float:
        waiting = [child.restart_at for child in self._children if child.process is None]
        return max(min(waiting, default=time.monotonic() + 60) - time.monotonic(), 0)

    def _stop(self, children: list[_Child]) -> None:
        processes = [child.process for child in children if child.process]
        for process in processes:
            process.terminate()
        until = time.monotonic() + self._stop_seconds
        for process in processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(until - time.monotonic(), 0))
            _kill_group(process)
            process.wait()


def _launch(child: _Child) -> None:
    program, parent = child.program, os.getpid()
    output = os.open(program.output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600) if program.output else None
    try:
        child.process = subprocess.Popen(  # noqa: S603 -- the commands are ours
            program.command,
            env={**os.environ, **program.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            start_new_session=True,
            preexec_fn=lambda: _be_a_child_of(parent),  # noqa: PLW1509 -- this process has one thread
        )
    finally:
        if output is not None:
            os.close(output)
    child.started = time.monotonic()


def _be_a_child_of(parent: int) -> None:
    """In the child, before its program: unblock signals, and die with the parent."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    die_with(parent)


def die_with(parent: int) -> None:
    """Let this process get SIGTERM when `parent` ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it ended before the line above
        sys.exit(1)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill all processes the child has started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)

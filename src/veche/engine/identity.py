"""Worker ids, `place:pid:lane:start`: enough to tell on the same machine whether that process is still alive.

Read from Linux's /proc. A place is one machine, one boot and one PID namespace: elsewhere a PID means nothing.
"""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

# Fields of /proc/<pid>/stat after the command's name: state is the first, the start in clock ticks the twentieth.
_STATE, _START = 0, 19


@cache
def place() -> str:
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")[:8]
    namespace = Path("/proc/self/ns/pid").stat().st_ino
    return f"{os.uname().nodename}-{boot}-{namespace}"


@dataclass(frozen=True, slots=True)
class WorkerId:
    place: str
    pid: int
    lane: str
    start: str

    @classmethod
    def mine(cls, lane: str) -> Self:
        return cls(place(), os.getpid(), lane, _stat(os.getpid())[_START])

    @classmethod
    def parse(cls, words: str) -> Self:
        """Parse an id. Raises `ValueError` for an id that another engine wrote."""
        where, pid, lane, start = words.rsplit(":", 3)
        return cls(where, int(pid), lane, start)

    def __str__(self) -> str:
        return f"{self.place}:{self.pid}:{self.lane}:{self.start}"

    @property
    def is_here(self) -> bool:
        return self.place == place()

    @property
    def is_dead(self) -> bool:
        """Whether the process is gone, is a zombie, or its PID belongs to another process now. Only if `is_here`."""
        try:
            stat = _stat(self.pid)
        except (FileNotFoundError, ProcessLookupError):
            return True
        return stat[_START] != self.start or stat[_STATE] in "ZX"

    @property
    def is_stopped(self) -> bool:
        """Whether the process is paused (SIGSTOP, a debugger). Only if `is_here` and not dead."""
        return _stat(self.pid)[_STATE] in "Tt"


def _stat(pid: int) -> list[str]:
    line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    return line.rpartition(")")[2].split()

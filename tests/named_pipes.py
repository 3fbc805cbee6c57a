"""A named pipe read line by line with a deadline: other processes report events through it."""

import os
import select
import time
from pathlib import Path


class Pipe:
    """Opened for reading and writing, so that it does not end while writers change."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        self._rest = b""

    def __str__(self) -> str:
        return str(self.path)

    def line(self, *, seconds: float = 20) -> str:
        """The next line; AssertionError if none comes in time."""
        until = time.monotonic() + seconds
        while b"\n" not in self._rest:
            left = until - time.monotonic()
            ready = left > 0 and select.select([self._descriptor], [], [], left)[0]
            assert ready, f"nothing was written to {self.path.name} within {seconds} s"
            self._rest += os.read(self._descriptor, 4096)
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode()

    def is_silent(self, *, seconds: float) -> bool:
        """True if nothing came for so long."""
        return not self._rest and not select.select([self._descriptor], [], [], seconds)[0]

    def close(self) -> None:
        os.close(self._descriptor)


class Gate:
    """A named pipe that blocks a reader until `open()`."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path = path

    def __str__(self) -> str:
        return str(self.path)

    def open(self) -> None:
        """Wait for a reader, then let it continue."""
        self.path.write_text("", encoding="utf-8")

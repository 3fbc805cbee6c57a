"""A lock for code that decodes pictures: one picture at a time on this machine, across threads and processes.

The largest accepted picture needs 400 MB while it is redrawn: a page with six of them, decoded by four threads of the
site beside a worker, took more than a machine with 2 GB has.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# Width × height of the largest picture that is ever decoded.
MOST_PIXELS = 50_000_000
# How long a page waits for a place in the line.
PATIENCE_SECONDS = 2.0
_ONE_AT_A_TIME = threading.Lock()
# A turn takes up to four seconds and a waiting thread serves no pages: one of the site's four stays free.
_IN_LINE = threading.BoundedSemaphore(3)


class TooManyWait(Exception):
    """Three threads of this process already decode or wait."""


@contextmanager
def turn(folder: Path | None, *, patience: float | None) -> Iterator[None]:
    """Hold the lock. `folder` is locked against other processes (`flock`) and created if it is missing.

    `patience`: seconds to wait for a place in the queue, then `TooManyWait`; None waits without limit, for a worker.
    """
    if not _IN_LINE.acquire(timeout=patience):
        raise TooManyWait
    try:
        with _ONE_AT_A_TIME, _locked(folder):
            yield
    finally:
        _IN_LINE.release()


@contextmanager
def _locked(folder: Path | None) -> Iterator[None]:
    """Lock the folder; on file systems without locks only the threads of this process take turns."""
    descriptor = None
    if folder is not None:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)

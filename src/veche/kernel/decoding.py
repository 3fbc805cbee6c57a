"""Turns for code that decodes pictures: one picture at a time on this machine, across threads and processes.

The largest picture that is taken in needs 400 MB while it is drawn anew: a page with six of them, decoded by four
threads of the site beside a worker, took more than a machine with 2 GB has.
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
# A turn takes up to four seconds, and each thread that waits for one shows no pages: of the site's four one is left.
_IN_LINE = threading.BoundedSemaphore(3)


class TooManyWait(Exception):
    """Three threads of this process decode or wait already."""


@contextmanager
def turn(folder: Path | None, *, patience: float | None) -> Iterator[None]:
    """Hold the only turn. `folder` is locked against other processes (`flock`); it is made if it is missing.

    `patience`: seconds to wait for a place in the line, then `TooManyWait`; None waits, for a worker.
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
    """Where the folder cannot be locked (some network file systems), the threads of this process still take turns."""
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

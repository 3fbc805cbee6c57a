"""Files that arrive in parts: appended under their key, and synced before the caller counts the bytes."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from veche.kernel.files import sync_folder

_KEY = re.compile(r"[A-Za-z0-9_-]{20,60}")


class FileBusy(Exception):
    """Another request is writing this file."""


class BytesLost(Exception):
    """The file is shorter than what was counted: the folder was emptied, or the disk lost it."""


class Spool:
    """A folder of unfinished files. `key`: random letters, digits, `-` and `_`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def writing(self, key: str) -> Iterator["LockedFile"]:
        """Lock the file against other writers, also of other processes. Creates a missing file. Raises `FileBusy`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path(key), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise FileBusy from None
            yield LockedFile(descriptor, self.folder)
        finally:
            os.close(descriptor)

    def open(self, key: str) -> IO[bytes]:
        """Raises `FileNotFoundError`."""
        return self._path(key).open("rb")

    def drop(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def entries(self) -> Iterator[tuple[str, float]]:
        """Each key with the moment of the last write (seconds since the epoch)."""
        if not self.folder.is_dir():
            return
        for path in self.folder.iterdir():
            yield path.name, path.stat().st_mtime

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError("not a key")
        return self.folder / key


class LockedFile:
    """A file that this process may append to."""

    def __init__(self, descriptor: int, folder: Path) -> None:
        self._descriptor, self._folder = descriptor, folder

    def append(self, offset: int, content: bytes) -> None:
        """Write at `offset` and sync. Raises `BytesLost`, and `OSError` when the disk is full.

        Bytes after `offset` are of a request that died before they were counted; they are cut off.
        """
        if os.fstat(self._descriptor).st_size < offset:
            raise BytesLost
        os.ftruncate(self._descriptor, offset)
        try:
            _write_at(self._descriptor, offset, content)
            os.fsync(self._descriptor)
        except OSError:
            os.ftruncate(self._descriptor, offset)
            raise
        if offset == 0:
            sync_folder(self._folder)


def _write_at(descriptor: int, offset: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        written = os.pwrite(descriptor, left, offset)
        left, offset = left[written:], offset + written

"""Media shared by many copies: a folder beside them with each file once, under the hash of its content.

Imports no Django.
"""

import hashlib
import os
import re
import secrets
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

BLOCK = 1024 * 1024
# A copy that is being made now may need what no finished copy names yet.
YOUNG_SECONDS = 24 * 3600
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Member:
    """`size` in bytes."""

    name: str
    size: int
    sha256: str


def place(store: Path, sha256: str) -> Path:
    """The path of a hash. Raises `FileNotFoundError` for anything else, as a list may be forged."""
    if not _SHA256.fullmatch(sha256):
        raise FileNotFoundError(sha256)
    return store / sha256[:2] / sha256


def keep(store: Path, sources: Iterable[tuple[str, Path]]) -> tuple[Member, ...]:
    """Store missing files; return name, size and hash of each. Vanished files are left out."""
    members = []
    for name, source in sources:
        with suppress(FileNotFoundError):
            members.append(_keep(store, name, source))
    return tuple(members)


def _keep(store: Path, name: str, source: Path) -> Member:
    """Read the whole file each time: a damaged one gets a new hash and is kept beside the good one."""
    digest, size = hashlib.sha256(), 0
    for block in _blocks(source):
        digest.update(block)
        size += len(block)
    target = place(store, digest.hexdigest())
    if not target.exists() or target.stat().st_size != size:
        _copy(source, target)
    return Member(name, size, digest.hexdigest())


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{secrets.token_hex(12)}.part")
    try:
        with private(draft) as file:
            for block in _blocks(source):
                file.write(block)
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as content:
        while block := content.read(BLOCK):
            yield block


def prune(store: Path, wanted: Collection[str]) -> int:
    """Delete files of no copy that are older than a day. Returns their number."""
    oldest = time.time() - YOUNG_SECONDS
    idle = [path for path in store.glob("??/*") if path.name not in wanted and path.stat().st_mtime < oldest]
    for path in idle:
        path.unlink()
    return len(idle)


@contextmanager
def private(path: Path) -> Iterator[IO[bytes]]:
    """A new file readable by its owner only, synced when the block ends."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())

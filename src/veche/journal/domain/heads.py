"""The chain's head outside the database: who cuts the journal's tail off must also reach this folder."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from veche.kernel.files import write_atomically


@dataclass(frozen=True, slots=True)
class OutsideHead:
    number: int
    hash: str


def keep_head(administration_id: int, number: int, hash_: str) -> None:
    """Remember the head if it is further than the one remembered; several processes may do so at once."""
    path = head_path(administration_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(path):
        known = _read(path)
        if known is None or known.number < number:
            write_atomically(path, json.dumps(asdict(OutsideHead(number, hash_))).encode())


def outside_head(administration_id: int) -> OutsideHead | None:
    """None when it was never kept, or is gone, or is torn: the verifier says so."""
    return _read(head_path(administration_id))


def kept_heads() -> dict[int, OutsideHead]:
    """Of every administration, by its number: what a copy of the database has to take along."""
    files = head_path(0).parent.glob("*.json")
    read = {int(path.stem): _read(path) for path in files if path.stem.isdecimal()}
    return {number: head for number, head in sorted(read.items()) if head is not None}


def head_path(administration_id: int) -> Path:
    return Path(settings.DATA) / "journal-heads" / f"{administration_id:d}.json"


def _read(path: Path) -> OutsideHead | None:
    try:
        kept = json.loads(path.read_bytes())
        return OutsideHead(int(kept["number"]), str(kept["hash"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

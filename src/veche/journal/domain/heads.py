"""Ends of the chain, stored outside the database and sealed: rewriting the journal needs this folder and the keyring.

The newest is in a file of its own; at the end of a day it joins the list of days, which only grows (about two hundred
bytes a day). A mark that is lost or does not fit is never recreated automatically: a person closes it (closing.py).
"""

import fcntl
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import reduce
from itertools import batched
from operator import or_
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q

from veche.journal.domain.seals import can_tell, is_sealed, sealed
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.kernel.files import write_atomically

log = logging.getLogger(__name__)
BEHIND = "the journal does not go on from its mark"

SEALED = "head"
# Conditions of one query; SQLite takes no expression deeper than 1000.
AT_ONCE = 200
# The verb of the first entry: an administration is founded in one transaction with it.
FOUNDED = "staff.founded"


@dataclass(frozen=True, slots=True)
class OutsideHead:
    """`day`: when it was stored, in UTC, `2026-11-25`; empty, as `seal`, for heads of an earlier version."""

    number: int
    hash: str
    day: str = ""
    seal: str = ""


def keep_head(administration_id: int, number: int, hash_: str) -> None:
    """Store the head if it is further than the stored one and the chain still contains that one.

    Otherwise the old mark stays, or none is made, which shows that the chain was rewritten or the mark removed. Without
    a keyring the mark stays behind and moves on with a later act; the doctor reports the lost keyring. Safe from
    several processes. Reads one row.
    """
    if not can_tell():
        return
    path = head_path(administration_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(path):
        known = outside_head(administration_id)
        if not _may_follow(administration_id, known, number):
            log.error(BEHIND, extra={"administration": administration_id})
        elif known is None or known.number < number:
            _move(administration_id, known, _made(administration_id, number, hash_))


@contextmanager
def marks_told_elsewhere() -> Iterator[None]:
    """No log line about a mark that stays behind: the caller tells a person of it in a sentence."""
    log.addFilter(_is_other_than_mark)
    try:
        yield
    finally:
        log.removeFilter(_is_other_than_mark)


def _is_other_than_mark(record: logging.LogRecord) -> bool:
    return record.msg != BEHIND


def begin_anew(administration_id: int, number: int, hash_: str) -> None:
    """Store this mark in any case: a person has closed the former one."""
    path = head_path(administration_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(path):
        _write(path, asdict(_made(administration_id, number, hash_)))


def seal_earlier(administration_id: int, stands: Callable[[OutsideHead], bool]) -> None:
    """For the upgrade: seal marks of an earlier version that fit the chain; the others stay and are named.

    `stands`: the entry of this number has this hash.
    """
    path = head_path(administration_id)
    with _alone(path):
        days = [_sealed_anew(administration_id, day, stands) for day in _days(administration_id)]
        newest = outside_head(administration_id)
        if days:
            _write(days_path(administration_id), [asdict(head) for head in days])
        if newest is not None:
            _write(path, asdict(_sealed_anew(administration_id, newest, stands)))


def is_genuine(administration_id: int, head: OutsideHead) -> bool:
    """Whether it has our seal. Raises `CryptoError` without a keyring."""
    return is_sealed(SEALED, administration_id, asdict(head))


def goes_on(administration_id: int) -> bool:
    """Whether the chain contains the stored head; True without one. Reads one row."""
    return bool(gone_on([administration_id]))


def gone_on(administrations: Sequence[int]) -> set[int]:
    """Administrations for which `goes_on` is true. One query for each `AT_ONCE`."""
    known = {pk: head for pk in administrations if (head := newest_of(pk)) is not None}
    standing = {pk for some in batched(known.items(), AT_ONCE) for pk in _standing(dict(some))}
    return set(administrations) - set(known) | standing


def outside_head(administration_id: int) -> OutsideHead | None:
    """The newest head; None if it was never stored, is gone, or is damaged: the verifier reports it."""
    return _head(_read(head_path(administration_id)))


def newest_of(administration_id: int) -> OutsideHead | None:
    """The newest mark; if it is lost, the last of the days."""
    return outside_head(administration_id) or next(reversed(_days(administration_id)), None)


def marks_of(administration_id: int) -> tuple[OutsideHead, ...]:
    """All stored marks, oldest first."""
    newest = outside_head(administration_id)
    return tuple(_days(administration_id)) + (() if newest is None else (newest,))


def remembered() -> set[int]:
    """Numbers of administrations with stored marks."""
    stems = {path.name.split(".")[0] for path in head_path(0).parent.glob("*.json")}
    numbers = {int(stem) for stem in stems if stem.isdecimal()}
    return {number for number in numbers if newest_of(number) is not None}


def kept_heads() -> dict[int, dict[str, Any]]:
    """All marks by administration number, as JSON, for a copy of the database."""
    files = head_path(0).parent.glob("*.json")
    numbers = sorted(int(path.stem) for path in files if path.stem.isdecimal())
    newest = {number: head for number in numbers if (head := outside_head(number)) is not None}
    return {number: asdict(head) | {"days": [*map(asdict, _days(number))]} for number, head in newest.items()}


def bring_back(administration_id: int, kept: Mapping[str, Any]) -> None:
    """Restore what `kept_heads` gave, into an empty folder; a copy of an earlier version has only the newest."""
    _write(days_path(administration_id), kept.get("days", []))
    _write(head_path(administration_id), {name: value for name, value in kept.items() if name != "days"})


def head_path(administration_id: int) -> Path:
    return Path(settings.DATA) / "journal-heads" / f"{administration_id:d}.json"


def days_path(administration_id: int) -> Path:
    return head_path(administration_id).with_suffix(".days.json")


def _stands(administration_id: int, known: OutsideHead) -> bool:
    return Entry.objects.of(administration_id).filter(number=known.number, hash=known.hash).exists()


def _standing(known: Mapping[int, OutsideHead]) -> Iterable[int]:
    """Administrations whose stored entry is in the database."""
    marks = (Q(administration=pk, number=head.number, hash=head.hash) for pk, head in known.items())
    return Entry.objects.unscoped().filter(reduce(or_, marks)).order_by().values_list("administration_id", flat=True)


def _may_follow(administration_id: int, known: OutsideHead | None, number: int) -> bool:
    """Whether the chain may have no mark: only one that starts with the founding of its administration."""
    if known is None:
        begins = Entry.objects.of(administration_id).filter(number=number, verb=FOUNDED)
        return number == 1 and not _days(administration_id) and begins.exists()
    return is_genuine(administration_id, known) and _stands(administration_id, known)


def _made(administration_id: int, number: int, hash_: str) -> OutsideHead:
    return _with_seal(administration_id, OutsideHead(number, hash_, now().date().isoformat()))


def _sealed_anew(administration_id: int, head: OutsideHead, stands: Callable[[OutsideHead], bool]) -> OutsideHead:
    return head if head.seal or not stands(head) else _with_seal(administration_id, head)


def _with_seal(administration_id: int, head: OutsideHead) -> OutsideHead:
    return OutsideHead(**sealed(SEALED, administration_id, asdict(head)))


def _move(administration_id: int, known: OutsideHead | None, newest: OutsideHead) -> None:
    """Append to the list first: after a crash between the two files the old mark stays and joins the list once."""
    if known is not None and known.day != newest.day:
        days = _days(administration_id)
        if known not in days:
            _write(days_path(administration_id), [asdict(head) for head in (*days, known)])
    _write(head_path(administration_id), asdict(newest))


def _days(administration_id: int) -> list[OutsideHead]:
    kept = _read(days_path(administration_id))
    return [head for one in (kept if isinstance(kept, list) else []) if (head := _head(one)) is not None]


def _head(kept: Any) -> OutsideHead | None:
    try:
        return OutsideHead(int(kept["number"]), str(kept["hash"]), str(kept.get("day", "")), str(kept.get("seal", "")))
    except (ValueError, KeyError, TypeError):
        return None


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def _write(path: Path, kept: Any) -> None:
    write_atomically(path, json.dumps(kept).encode())


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

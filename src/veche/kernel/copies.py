"""State of backup copies, stored in the data folder, outside the database that is copied."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from veche.kernel.clock import local
from veche.kernel.files import write_atomically

NAME = "last-copy.json"
# A copy is made each night; a machine that was off for one of them makes it when it starts.
STALE = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class LastCopy:
    """The last good copy and a failure after it: `failed_at` is None without one. `why` is Russian."""

    made_at: datetime | None = None
    path: str = ""
    failed_at: datetime | None = None
    why: str = ""


def last_copy(data: Path) -> LastCopy | None:
    """The state; None if nothing was recorded or the file cannot be read."""
    try:
        kept = json.loads((data / NAME).read_bytes())
        return LastCopy(_moment(kept["made_at"]), str(kept["path"]), _moment(kept["failed_at"]), str(kept["why"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note_made(data: Path, *, at: datetime, path: Path) -> None:
    _write(data, LastCopy(made_at=at, path=str(path)))


def note_failed(data: Path, *, at: datetime, why: str) -> None:
    """Record a failure and keep the last good copy."""
    last = last_copy(data) or LastCopy()
    _write(data, LastCopy(last.made_at, last.path, at, why))


def trouble_of(last: LastCopy | None, *, moment: datetime, zone: str) -> str:
    """A Russian sentence about missing copies, or "". Always "" before the first copy."""
    if last is None:
        return ""
    good = f"Последняя хорошая: {local(last.made_at, zone):%d.%m.%Y}." if last.made_at else "Хорошей ещё не было."
    if last.failed_at is not None:
        return f"Копия не сделана. {last.why} {good}"
    if last.made_at is not None and moment - last.made_at > STALE:
        return f"Копий давно не было. {good}"
    return ""


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _write(data: Path, last: LastCopy) -> None:
    fields = {
        "made_at": last.made_at.isoformat() if last.made_at else None,
        "path": last.path,
        "failed_at": last.failed_at.isoformat() if last.failed_at else None,
        "why": last.why,
    }
    write_atomically(data / NAME, json.dumps(fields, ensure_ascii=False).encode())

"""What was read of a register file as JSON, and back."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from veche.preflight.registers.entry import Entry
from veche.preflight.registers.file import Flaw, ReadRows

type Row = tuple[Any, ...]


def rows_of(entries: Iterable[Entry]) -> list[Row]:
    return [(one.register, one.kind, one.name, one.aliases, _day(one.included), _day(one.excluded)) for one in entries]


def entries_of(rows: Iterable[Sequence[Any]]) -> list[Entry]:
    return [
        Entry(register, kind, name, tuple(aliases), _date(included), _date(excluded))
        for register, kind, name, aliases, included, excluded in rows
    ]


def to_json(read: ReadRows) -> dict[str, Any]:
    flaws = [(one.line, one.why) for one in read.flaws]
    return {"entries": rows_of(read.entries), "flaws": flaws, "notes": read.notes, "last": read.last}


def from_json(said: dict[str, Any]) -> ReadRows:
    flaws = tuple(Flaw(line, why) for line, why in said["flaws"])
    return ReadRows(tuple(entries_of(said["entries"])), flaws, tuple(said["notes"]), said["last"])


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _date(day: str) -> date | None:
    return date.fromisoformat(day) if day else None

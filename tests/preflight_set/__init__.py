"""Labelled posts for `preflight`: accessibility.txt, law.txt; the registers that they name: registers.csv.

One post a line: `kinds | text | record`. `kinds`: what must be found, with commas, «-» for nothing; «\\n» in the text
is a line break; `record`: the other fields of a `.jsonl` row. All lines were written before the engine judged one.
Rules were then improved looking at every first line of each two of a section; every second one is held out.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from veche.preflight.check import check
from veche.preflight.finding import FAMILIES, KindFinding, PreflightFamily
from veche.preflight.post import Post
from veche.preflight.records import post_of
from veche.preflight.registers.file import read_register
from veche.preflight.registers.index import Index

FOLDER = Path(__file__).parent
# A section none of whose lines is held out.
LOOKED_AT = "== looked at"
TODAY = date(2026, 12, 1)


@dataclass(frozen=True, slots=True)
class Case:
    kinds: frozenset[str]
    text: str
    record: dict[str, Any]
    held_out: bool

    @property
    def post(self) -> Post:
        return post_of({"text": self.text, **self.record}, today=TODAY)


@dataclass(slots=True)
class Counts:
    """By kind: `right` and `wrong` findings (one a kind and post), `missed` labels. `misses`: (text, kind, what)."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    misses: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return share(self.right.total(), self.wrong.total())

    @property
    def recall(self) -> float:
        return share(self.right.total(), self.missed.total())


def share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 1.0


def cases(family: PreflightFamily) -> list[Case]:
    return list(_cases((FOLDER / f"{family}.txt").read_text(encoding="utf-8")))


def _cases(written: str) -> Iterator[Case]:
    number, looked_at = 0, False
    for line in written.splitlines():
        if line.startswith("=="):
            number, looked_at = 0, line == LOOKED_AT
        if not line or line.startswith(("//", "==")):
            continue
        kinds, text, *record = (part.strip() for part in line.split(" | "))
        labels = frozenset() if kinds == "-" else frozenset(kinds.split(","))
        told = json.loads(record[0]) if record else {}
        yield Case(labels, text.replace("\\n", "\n"), told, held_out=number % 2 == 1 and not looked_at)
        number += 1


@cache
def registers() -> Index:
    return Index([read_register(FOLDER / "registers.csv")])


def found(case: Case, family: PreflightFamily) -> list[KindFinding]:
    return check(case.post, families=[family], registers=registers())


def measured(judged: Iterable[Case], family: PreflightFamily) -> Counts:
    counts = Counts()
    for case in judged:
        got = {one.kind for one in found(case, family)}
        for kind in got | case.kinds:
            if kind in got & case.kinds:
                counts.right[kind] += 1
            else:
                (counts.wrong if kind in got else counts.missed)[kind] += 1
                counts.misses.append((case.text, kind, "wrong" if kind in got else "missed"))
    return counts


def halves(family: PreflightFamily) -> tuple[list[Case], list[Case]]:
    """(looked at while rules were improved, held out)."""
    every = cases(family)
    return [case for case in every if not case.held_out], [case for case in every if case.held_out]


__all__ = ["FAMILIES", "Case", "Counts", "cases", "found", "halves", "measured", "registers", "share"]

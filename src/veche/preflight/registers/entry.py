"""An entry of a register, and the registers of an administration together."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

type RegisterKind = Literal["foreign_agent", "extremist", "terrorist", "undesirable"]
KINDS: tuple[RegisterKind, ...] = ("foreign_agent", "extremist", "terrorist", "undesirable")
# Registers change every week; an older file no longer tells who is in them.
OLD_DAYS = 90


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `register`: its name as the file gives it. `included`, `excluded`: None if the file has no date."""

    register: str
    kind: RegisterKind
    name: str
    aliases: tuple[str, ...] = ()
    included: date | None = None
    excluded: date | None = None

    def in_force(self, today: date) -> bool:
        return (self.included is None or self.included <= today) and (self.excluded is None or self.excluded > today)


@dataclass(frozen=True, slots=True)
class Register:
    """The entries of one file. `dated`: the day that the file describes; `notes`: Russian sentences about reading."""

    name: str
    entries: tuple[Entry, ...]
    dated: date
    notes: tuple[str, ...] = ()

    def age(self, today: date) -> int:
        return (today - self.dated).days

    def is_old(self, today: date) -> bool:
        return self.age(today) > OLD_DAYS

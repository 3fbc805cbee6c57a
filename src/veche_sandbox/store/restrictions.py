"""Restrictions of writing in a place: until a time, or for good."""

import json
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from veche_sandbox.store.database import Database


@dataclass(frozen=True, slots=True)
class Restriction:
    """`until`: Unix seconds, None for good; `extra`: the dialect's data (a reason, remaining rights)."""

    network: str
    place: int
    person: int
    at: int
    until: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


class Restrictions:
    def __init__(self, database: Database) -> None:
        self._db = database

    def put(
        self,
        network: str,
        place: int,
        person: int,
        *,
        until: int | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> Restriction:
        """Store a restriction; it replaces the person's former one."""
        sql = "INSERT OR REPLACE INTO restrictions VALUES (?, ?, ?, ?, ?, ?)"
        body = json.dumps(dict(extra or {}), ensure_ascii=False)
        made = Restriction(network, place, person, int(time.time()), until, dict(extra or {}))
        self._db.insert(sql, network, place, person, made.at, until, body)
        return made

    def lift(self, network: str, place: int, person: int) -> bool:
        """Remove a restriction; False if there was none."""
        sql = "DELETE FROM restrictions WHERE network = ? AND place = ? AND person = ?"
        return bool(self._db.change(sql, network, place, person))

    def find(self, network: str, place: int, person: int) -> Restriction | None:
        """The person's restriction in force, or None."""
        return next((one for one in self.of(network, place) if one.person == person), None)

    def of(self, network: str, place: int) -> list[Restriction]:
        """Restrictions in force, in order of creation."""
        sql = (
            "SELECT * FROM restrictions WHERE network = ? AND place = ? AND (until IS NULL OR until > ?) ORDER BY rowid"
        )
        return [_restriction(row) for row in self._db.rows(sql, network, place, int(time.time()))]


def _restriction(row: sqlite3.Row) -> Restriction:
    return Restriction(**{**dict(row), "extra": json.loads(row["extra"])})

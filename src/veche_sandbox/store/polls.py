"""Polls and votes. A person has one vote, which another one replaces."""

import json
import time
from collections.abc import Iterable, Mapping
from typing import Any

from veche_sandbox.store.database import Database
from veche_sandbox.store.rows import Entry, Poll


class Polls:
    def __init__(self, database: Database) -> None:
        self._db = database

    def create(
        self,
        network: str,
        owner_id: int,
        question: str,
        options: Iterable[str],
        *,
        multiple: bool,
        anonymous: bool,
        closes_at: int | None,
        rules: Mapping[str, Any] | None = None,
    ) -> Poll:
        """Create a poll. `rules`: the dialect's; `vote` respects `revoting` among them."""
        with self._db.transaction():
            number = self._db.next_number(network, f"polls of {owner_id}") + 1_000_000
            sql = """INSERT INTO polls (network, owner_id, id, question, options, multiple, anonymous, closes_at, at)
                     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
            listed = json.dumps(list(options), ensure_ascii=False)
            said = (question, listed, multiple, anonymous, closes_at)
            pk = self._db.insert(sql, network, owner_id, number, *said, int(time.time()))
            if rules:
                body = json.dumps(dict(rules), ensure_ascii=False)
                self._db.insert("INSERT INTO poll_rules VALUES (?, ?)", pk, body)
        return self.get(pk)

    def get(self, pk: int) -> Poll:
        found = self._one("pk = ?", pk)
        if found is None:
            raise LookupError(pk)
        return found

    def find(self, network: str, owner_id: int, number: int) -> Poll | None:
        return self._one("network = ? AND owner_id = ? AND id = ?", network, owner_id, number)

    def of(self, entries: Iterable[Entry]) -> Poll | None:
        found = [entry.extra["poll"] for entry in entries if not entry.deleted and entry.extra.get("poll")]
        return self.get(found[0]) if found else None

    def vote(self, poll: Poll, person: int, options: Iterable[int]) -> Poll:
        """Vote for options by index from 0. Raises `ValueError` if the vote is invalid."""
        chosen = sorted(set(options))
        if poll.closed:
            raise ValueError("closed")
        if not chosen or (len(chosen) > 1 and not poll.multiple) or chosen[-1] >= len(poll.options) or chosen[0] < 0:
            raise ValueError("no such answer")
        if not poll.rules.get("revoting", True) and self._has_voted(poll, person):
            raise ValueError("already voted")
        with self._db.transaction():
            self._db.change("DELETE FROM votes WHERE poll = ? AND person = ?", poll.pk, person)
            for option in chosen:
                self._db.insert("INSERT INTO votes VALUES (?, ?, ?)", poll.pk, person, option)
        return self.get(poll.pk)

    def _has_voted(self, poll: Poll, person: int) -> bool:
        return bool(self._db.row("SELECT 1 FROM votes WHERE poll = ? AND person = ?", poll.pk, person))

    def close(self, poll: Poll) -> Poll:
        self._db.change("UPDATE polls SET closed = 1 WHERE pk = ?", poll.pk)
        return self.get(poll.pk)

    def _one(self, where: str, *values: object) -> Poll | None:
        row = self._db.row(f"SELECT * FROM polls WHERE {where}", *values)  # noqa: S608 -- conditions are written above
        if row is None:
            return None
        options = tuple(json.loads(row["options"]))
        votes = self._db.rows("SELECT option, count(*) AS n FROM votes WHERE poll = ? GROUP BY option", row["pk"])
        tally = {vote["option"]: vote["n"] for vote in votes}
        people = self._db.row("SELECT count(DISTINCT person) AS n FROM votes WHERE poll = ?", row["pk"])
        rules = self._db.row("SELECT rules FROM poll_rules WHERE poll = ?", row["pk"])
        over = row["closes_at"] is not None and row["closes_at"] <= time.time()
        return Poll(
            **{name: row[name] for name in ("pk", "network", "owner_id", "id", "question", "closes_at", "at")},
            options=options,
            multiple=bool(row["multiple"]),
            anonymous=bool(row["anonymous"]),
            closed=bool(row["closed"]) or over,
            votes=tuple(tally.get(number, 0) for number in range(len(options))),
            voters=people["n"] if people else 0,
            rules=json.loads(rules["rules"]) if rules else {},
        )

"""Private messages between people and accounts. Each owner (a bot, a community) has its own numbering."""

import json
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from veche_sandbox.store.database import Database


@dataclass(frozen=True, slots=True)
class PrivateMessage:
    """`owner_id`: the bot (Telegram, MAX) or the group (VK, OK); `peer_id`: the person."""

    network: str
    owner_id: int
    id: int
    peer_id: int
    author_id: int
    text: str
    at: int
    edited_at: int | None = None
    reply_to: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ours(self) -> bool:
        """Whether the account wrote it."""
        return self.author_id != self.peer_id

    @property
    def hidden(self) -> bool:
        """Whether it is gone from the account's side of the conversation."""
        return bool(self.extra.get("hidden"))


class PrivateMessages:
    def __init__(self, database: Database) -> None:
        self._db = database

    def add(
        self,
        network: str,
        owner_id: int,
        peer_id: int,
        text: str,
        *,
        author_id: int,
        reply_to: int | None = None,
        extra: Mapping[str, Any] | None = None,
        at: int | None = None,
    ) -> PrivateMessage:
        """`at`: when it was written; now by default."""
        with self._db.transaction():
            number = self._db.next_number(network, f"letters of {owner_id}")
            sql = """INSERT INTO letters (network, owner_id, id, peer_id, author_id, text, at, reply_to, extra)
                     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
            body = json.dumps(dict(extra or {}), ensure_ascii=False)
            head = (network, owner_id, number, peer_id, author_id, text, int(time.time()) if at is None else at)
            self._db.insert(sql, *head, reply_to, body)
        return self.get(network, owner_id, number)

    def change(self, letter: PrivateMessage, text: str, *, extra: Mapping[str, Any] | None = None) -> PrivateMessage:
        sql = "UPDATE letters SET text = ?, extra = ?, edited_at = ? WHERE network = ? AND owner_id = ? AND id = ?"
        body = json.dumps(dict(letter.extra if extra is None else extra), ensure_ascii=False)
        self._db.change(sql, text, body, int(time.time()), letter.network, letter.owner_id, letter.id)
        return self.get(letter.network, letter.owner_id, letter.id)

    def hide(self, letter: PrivateMessage) -> None:
        """Remove a message from the account's side of the conversation; the person still has it."""
        sql = "UPDATE letters SET extra = ? WHERE network = ? AND owner_id = ? AND id = ?"
        body = json.dumps({**letter.extra, "hidden": True}, ensure_ascii=False)
        self._db.change(sql, body, letter.network, letter.owner_id, letter.id)

    def remove(self, letter: PrivateMessage) -> None:
        sql = "DELETE FROM letters WHERE network = ? AND owner_id = ? AND id = ?"
        self._db.change(sql, letter.network, letter.owner_id, letter.id)

    def find(self, network: str, owner_id: int, number: int) -> PrivateMessage | None:
        sql = "SELECT * FROM letters WHERE network = ? AND owner_id = ? AND id = ?"
        row = self._db.row(sql, network, owner_id, number)
        return _letter(row) if row else None

    def get(self, network: str, owner_id: int, number: int) -> PrivateMessage:
        found = self.find(network, owner_id, number)
        if found is None:
            raise LookupError(f"{network} {owner_id} {number}")
        return found

    def of(self, network: str, owner_id: int, peer_id: int | None = None) -> list[PrivateMessage]:
        """Messages by number."""
        sql = "SELECT * FROM letters WHERE network = ? AND owner_id = ? AND (? IS NULL OR peer_id = ?) ORDER BY id"
        return [_letter(row) for row in self._db.rows(sql, network, owner_id, peer_id, peer_id)]

    def stop(self, network: str, owner_id: int, peer_id: int, *, stopped: bool = True) -> None:
        """Record that the person refuses messages, or accepts them again."""
        sql = """INSERT INTO notes VALUES (?, ?, ?)
                 ON CONFLICT (network, name) DO UPDATE SET value = excluded.value"""
        self._db.insert(sql, network, f"letters of {owner_id} stopped by {peer_id}", "1" if stopped else "")

    def began(self, network: str, owner_id: int, peer_id: int) -> bool:
        """Whether the person has ever written, also if every message has been deleted since."""
        sql = "SELECT 1 FROM notes WHERE network = ? AND name = ?"
        return self._db.row(sql, network, f"letters of {owner_id} stopped by {peer_id}") is not None

    def stopped(self, network: str, owner_id: int, peer_id: int) -> bool:
        sql = "SELECT value FROM notes WHERE network = ? AND name = ?"
        row = self._db.row(sql, network, f"letters of {owner_id} stopped by {peer_id}")
        return bool(row and row["value"])


def _letter(row: sqlite3.Row) -> PrivateMessage:
    return PrivateMessage(**{**dict(row), "extra": json.loads(row["extra"])})

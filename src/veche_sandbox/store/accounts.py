"""Accounts, people, tokens and rights."""

import json
import secrets
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from veche_sandbox.store.database import Database
from veche_sandbox.store.rows import Account, Membership, Person, Token

_PLACES = (
    ("accounts", "id"),
    ("accounts", "linked_id"),
    ("seats", "account_id"),
    ("tokens", "account_id"),
    ("entries", "place"),
    ("entries", "post_place"),
    ("entry_photos", "place"),
    ("restrictions", "place"),
    ("photos", "owner_id"),
    ("files", "owner_id"),
    ("polls", "owner_id"),
)
"""Where the number of an account stands."""


def _account(row: sqlite3.Row) -> Account:
    return Account(**{**dict(row), "extra": json.loads(row["extra"])})


def _token(row: sqlite3.Row) -> Token:
    return Token(**{**dict(row), "revoked": bool(row["revoked"])})


def _person(row: sqlite3.Row) -> Person:
    return Person(**{**dict(row), "is_bot": bool(row["is_bot"])})


class Accounts:
    def __init__(self, database: Database) -> None:
        self._db = database

    def add(
        self,
        network: str,
        kind: str,
        title: str,
        *,
        id: int,  # noqa: A002 -- the network's own word
        name: str = "",
        linked_id: int | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> Account:
        body = json.dumps(dict(extra or {}), ensure_ascii=False)
        self._db.insert(
            "INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?)", network, id, kind, title, name, linked_id, body
        )
        return Account(network, id, kind, title, name, linked_id, dict(extra or {}))

    def link(self, network: str, one: int, other: int | None) -> None:
        """Link a Telegram channel and its discussion group."""
        self._db.change("UPDATE accounts SET linked_id = ? WHERE network = ? AND id = ?", other, network, one)
        if other is not None:
            self._db.change("UPDATE accounts SET linked_id = ? WHERE network = ? AND id = ?", one, network, other)

    def change(self, account: Account, *, title: str | None = None, **extra: Any) -> Account:
        """Change the title and merge `extra`."""
        body = json.dumps({**account.extra, **extra}, ensure_ascii=False)
        sql = "UPDATE accounts SET title = coalesce(?, title), extra = ? WHERE network = ? AND id = ?"
        self._db.change(sql, title, body, account.network, account.id)
        found = self.find(account.network, account.id)
        if found is None:
            raise LookupError(account.id)
        return found

    def renumber(self, account: Account, number: int) -> None:
        """Give a group a new number with all its content: it becomes a supergroup."""
        for table, column in _PLACES:
            sql = f"UPDATE {table} SET {column} = ? WHERE network = ? AND {column} = ?"  # noqa: S608 -- constant names
            self._db.change(sql, number, account.network, account.id)
        sql = "UPDATE counters SET place = ? WHERE network = ? AND place = ?"
        self._db.change(sql, str(number), account.network, str(account.id))

    def find(self, network: str, account_id: int) -> Account | None:
        row = self._db.row("SELECT * FROM accounts WHERE network = ? AND id = ?", network, account_id)
        return _account(row) if row else None

    def named(self, network: str, name: str) -> Account | None:
        """The account with this screen name, ignoring case."""
        sql = "SELECT * FROM accounts WHERE network = ? AND name != '' AND lower(name) = lower(?)"
        row = self._db.row(sql, network, name)
        return _account(row) if row else None

    def all(self, network: str, kind: str | None = None) -> list[Account]:
        """Accounts in order of creation; the first is the default city's."""
        sql = "SELECT * FROM accounts WHERE network = ? AND (? IS NULL OR kind = ?) ORDER BY rowid"
        return [_account(row) for row in self._db.rows(sql, network, kind, kind)]

    def person(self, network: str, name: str) -> Person:
        """The resident of this name, created on first use; a name always has the same user id."""
        with self._db.transaction():
            row = self._db.row("SELECT * FROM people WHERE network = ? AND name = ? AND is_bot = 0", network, name)
            if row:
                return _person(row)
            number = 100_000 + self._db.next_number(network, "people")
            self._db.insert("INSERT INTO people (network, id, name) VALUES (?, ?, ?)", network, number, name)
        return Person(network, number, name)

    def add_bot(self, network: str, *, id: int, name: str, username: str) -> Person:  # noqa: A002 -- as above
        self._db.insert("INSERT INTO people VALUES (?, ?, ?, 1, ?)", network, id, name, username)
        return Person(network, id, name, is_bot=True, username=username)

    def bot_named(self, network: str, username: str) -> Person | None:
        """The bot of this short name, ignoring case."""
        sql = "SELECT * FROM people WHERE network = ? AND is_bot = 1 AND lower(username) = lower(?)"
        row = self._db.row(sql, network, username)
        return _person(row) if row else None

    def person_by_id(self, network: str, person_id: int) -> Person | None:
        row = self._db.row("SELECT * FROM people WHERE network = ? AND id = ?", network, person_id)
        return _person(row) if row else None

    def add_token(
        self, network: str, kind: str, *, user_id: int | None = None, account_id: int | None = None, value: str = ""
    ) -> Token:
        """A new token with `value`, or a random one in the format of VK, OK or Telegram."""
        head = {"bot": f"{user_id}:AA", "vk_id": "vk2.a.", "service": "", "lasting": "tkn1"}.get(kind, "vk1.a.")
        tail = secrets.token_hex(16) + "_" if kind == "bot" else secrets.token_urlsafe(60)
        value = value or head + tail
        self._db.insert("INSERT INTO tokens VALUES (?, ?, ?, ?, ?, 0)", value, network, kind, user_id, account_id)
        return Token(value, network, kind, user_id, account_id)

    def token(self, network: str, value: str) -> Token | None:
        """The token, a revoked one too: check `revoked`."""
        row = self._db.row("SELECT * FROM tokens WHERE network = ? AND value = ?", network, value)
        return _token(row) if row else None

    def tokens(self, network: str, *, kind: str | None = None, account_id: int | None = None) -> list[Token]:
        """Tokens, valid ones first."""
        sql = """SELECT * FROM tokens WHERE network = ? AND (? IS NULL OR kind = ?)
                 AND (? IS NULL OR account_id = ?) ORDER BY revoked, rowid"""
        return [_token(row) for row in self._db.rows(sql, network, kind, kind, account_id, account_id)]

    def revoke(self, network: str, value: str) -> bool:
        return bool(self._db.change("UPDATE tokens SET revoked = 1 WHERE network = ? AND value = ?", network, value))

    def membership(self, network: str, user_id: int, account_id: int) -> Membership | None:
        sql = "SELECT * FROM seats WHERE network = ? AND user_id = ? AND account_id = ?"
        row = self._db.row(sql, network, user_id, account_id)
        return Membership(**{**dict(row), "rights": frozenset(json.loads(row["rights"]))}) if row else None

    def memberships(self, network: str, account_id: int) -> list[Membership]:
        sql = "SELECT * FROM seats WHERE network = ? AND account_id = ? ORDER BY rowid"
        rows = self._db.rows(sql, network, account_id)
        return [Membership(**{**dict(row), "rights": frozenset(json.loads(row["rights"]))}) for row in rows]

    def set_membership(
        self, network: str, user_id: int, account_id: int, status: str, rights: Iterable[str] = ()
    ) -> None:
        sql = """INSERT INTO seats VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT DO UPDATE SET status = excluded.status, rights = excluded.rights"""
        self._db.insert(sql, network, user_id, account_id, status, json.dumps(sorted(rights)))

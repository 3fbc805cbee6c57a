"""Queues of updates and events, and the webhooks that deliver them."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from veche_sandbox.store.database import Database


@dataclass(frozen=True, slots=True)
class Event:
    """An event. `id`: increases by one within an owner (a bot, a community); `kind`: the network's name."""

    network: str
    owner_id: int
    id: int
    kind: str
    body: Mapping[str, Any]
    at: int


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook. `sent`: the id of the last delivered event; `extra`: the dialect's data (settings, last error)."""

    pk: int
    network: str
    owner_id: int
    url: str
    secret: str = ""
    sent: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)


class Wakeup:
    """Wakes all waiting pollers; ring it inside the event loop."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def wake(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        """Return at the next ring or after `seconds`."""
        event = self._event
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return


def _event(row: sqlite3.Row) -> Event:
    return Event(row["network"], row["owner_id"], row["id"], row["kind"], json.loads(row["body"]), row["at"])


def _webhook(row: sqlite3.Row) -> Webhook:
    return Webhook(**{**dict(row), "extra": json.loads(row["extra"])})


class Events:
    def __init__(self, database: Database, wakeup: Wakeup) -> None:
        self._db = database
        self._wakeup = wakeup

    def push(self, network: str, owner_id: int, kind: str, body: Mapping[str, Any]) -> Event:
        moment = int(time.time())
        with self._db.transaction():
            number = self._db.next_number(network, f"events of {owner_id}")
            sql = "INSERT INTO events (network, owner_id, id, kind, body, at) VALUES (?, ?, ?, ?, ?, ?)"
            self._db.insert(sql, network, owner_id, number, kind, json.dumps(body, ensure_ascii=False), moment)
        self._wakeup.wake()
        return Event(network, owner_id, number, kind, body, moment)

    def after(self, network: str, owner_id: int, event_id: int, limit: int = 100) -> list[Event]:
        sql = "SELECT * FROM events WHERE network = ? AND owner_id = ? AND id > ? ORDER BY id LIMIT ?"
        return [_event(row) for row in self._db.rows(sql, network, owner_id, event_id, limit)]

    def latest(self, network: str, owner_id: int, limit: int) -> list[Event]:
        """The last events, oldest first."""
        sql = "SELECT * FROM events WHERE network = ? AND owner_id = ? ORDER BY id DESC LIMIT ?"
        return [_event(row) for row in reversed(self._db.rows(sql, network, owner_id, limit))]

    def count(self, network: str, owner_id: int, after: int = 0) -> int:
        sql = "SELECT count(*) AS n FROM events WHERE network = ? AND owner_id = ? AND id > ?"
        row = self._db.row(sql, network, owner_id, after)
        return int(row["n"]) if row else 0

    def last_id(self, network: str, owner_id: int) -> int:
        """The highest id so far, of deleted events too."""
        row = self._db.row(
            "SELECT last FROM counters WHERE network = ? AND place = ?", network, f"events of {owner_id}"
        )
        return int(row["last"]) if row else 0

    def forget(self, network: str, owner_id: int, up_to: int) -> int:
        """Delete delivered and confirmed events up to this id, inclusive."""
        sql = "DELETE FROM events WHERE network = ? AND owner_id = ? AND id <= ?"
        return self._db.change(sql, network, owner_id, up_to)


class Webhooks:
    def __init__(self, database: Database, wakeup: Wakeup) -> None:
        self._db = database
        self._wakeup = wakeup

    def add(
        self,
        network: str,
        owner_id: int,
        url: str,
        *,
        secret: str = "",
        sent: int = 0,
        extra: Mapping[str, Any] | None = None,
    ) -> Webhook:
        body = json.dumps(dict(extra or {}), ensure_ascii=False)
        sql = "INSERT INTO webhooks (network, owner_id, url, secret, sent, extra) VALUES (?, ?, ?, ?, ?, ?)"
        pk = self._db.insert(sql, network, owner_id, url, secret, sent, body)
        self._wakeup.wake()
        return Webhook(pk, network, owner_id, url, secret, sent, dict(extra or {}))

    def of(self, network: str, owner_id: int | None = None) -> list[Webhook]:
        sql = "SELECT * FROM webhooks WHERE network = ? AND (? IS NULL OR owner_id = ?) ORDER BY pk"
        return [_webhook(row) for row in self._db.rows(sql, network, owner_id, owner_id)]

    def change(
        self,
        webhook: Webhook,
        *,
        url: str | None = None,
        secret: str | None = None,
        sent: int | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        sql = """UPDATE webhooks SET url = coalesce(?, url), secret = coalesce(?, secret), sent = coalesce(?, sent),
                 extra = coalesce(?, extra) WHERE pk = ?"""
        body = None if extra is None else json.dumps(dict(extra), ensure_ascii=False)
        self._db.change(sql, url, secret, sent, body, webhook.pk)
        self._wakeup.wake()

    def remove(self, webhook: Webhook) -> None:
        self._db.change("DELETE FROM webhooks WHERE pk = ?", webhook.pk)
        self._wakeup.wake()

"""Recorded calls, complaints about unknown parameters, remembered keys, and ordered faults."""

import time
from dataclasses import dataclass

from veche_sandbox.store.database import Database


@dataclass(frozen=True, slots=True)
class Call:
    network: str
    method: str
    token_kind: str
    at: float
    fault: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Fault:
    network: str
    method: str
    fault: str
    seconds: float


class Ledger:
    def __init__(self, database: Database) -> None:
        self._db = database

    def call_began(self, network: str, method: str, token_kind: str, fault: str = "") -> int:
        sql = "INSERT INTO calls (network, method, token_kind, at, fault) VALUES (?, ?, ?, ?, ?)"
        return self._db.insert(sql, network, method, token_kind, time.time(), fault)

    def call_ended(self, pk: int, outcome: str) -> None:
        self._db.change("UPDATE calls SET outcome = ? WHERE pk = ?", outcome, pk)

    def calls(self, network: str, method: str | None = None) -> list[Call]:
        sql = """SELECT network, method, token_kind, at, fault, outcome FROM calls
                 WHERE network = ? AND (? IS NULL OR method = ?) ORDER BY pk"""
        return [Call(**dict(row)) for row in self._db.rows(sql, network, method, method)]

    def forget_calls(self, network: str) -> int:
        return self._db.change("DELETE FROM calls WHERE network = ?", network)

    def complain(self, network: str, method: str, parameter: str, problem: str = "unknown parameter") -> None:
        """Record something that the real network ignores silently but a careful client does not send."""
        sql = "INSERT INTO complaints (network, method, parameter, problem, at) VALUES (?, ?, ?, ?, ?)"
        self._db.insert(sql, network, method, parameter, problem, int(time.time()))

    def complaints(self, network: str) -> list[dict[str, str]]:
        rows = self._db.rows("SELECT method, parameter, problem FROM complaints WHERE network = ? ORDER BY pk", network)
        return [dict(row) for row in rows]

    def forget_complaints(self, network: str) -> int:
        return self._db.change("DELETE FROM complaints WHERE network = ?", network)

    def seen(self, network: str, key: str, *, within: float) -> str | None:
        """The value remembered under the key within the last `within` seconds, or None."""
        sql = "SELECT value FROM once WHERE network = ? AND key = ? AND at > ?"
        row = self._db.row(sql, network, key, time.time() - within)
        return str(row["value"]) if row else None

    def remember(self, network: str, key: str, value: str) -> None:
        sql = "INSERT OR REPLACE INTO once VALUES (?, ?, ?, ?)"
        self._db.insert(sql, network, key, value, time.time())

    def order_fault(self, network: str, method: str, fault: str, *, times: int, seconds: float) -> None:
        sql = "INSERT INTO faults (network, method, fault, left, seconds) VALUES (?, ?, ?, ?, ?)"
        self._db.insert(sql, network, method, fault, times, seconds)

    def take_fault(self, network: str, method: str, *, exact: bool = False) -> Fault | None:
        """Take the oldest fault ordered for this method (or for any, `*`, unless `exact`) and count it down."""
        with self._db.transaction():
            sql = """SELECT pk, fault, seconds FROM faults
                     WHERE network = ? AND left > 0 AND ((method = '*' AND NOT ?) OR lower(method) = lower(?))
                     ORDER BY pk LIMIT 1"""
            row = self._db.row(sql, network, exact, method)
            if row is None:
                return None
            self._db.change("UPDATE faults SET left = left - 1 WHERE pk = ?", row["pk"])
        return Fault(network, method, row["fault"], row["seconds"])

    def clear_faults(self, network: str) -> int:
        return self._db.change("DELETE FROM faults WHERE network = ?", network)

    def note(self, network: str, name: str) -> str | None:
        """A value that a dialect keeps between calls (upload keys, a bot's allowed updates)."""
        row = self._db.row("SELECT value FROM notes WHERE network = ? AND name = ?", network, name)
        return str(row["value"]) if row else None

    def set_note(self, network: str, name: str, value: str) -> None:
        self._db.insert("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", network, name, value)

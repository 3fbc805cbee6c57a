"""One SQLite connection for the process, guarded by a lock."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from veche_sandbox.store.schema import SCHEMA


class Database:
    """Threads take turns; a nested transaction belongs to the outer one."""

    def __init__(self, path: Path) -> None:
        self._lock = RLock()
        self._depth = 0
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=10)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute("PRAGMA foreign_keys=ON")
        self._connection.executescript(SCHEMA)

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        found = self.rows(sql, *values)
        return found[0] if found else None

    def insert(self, sql: str, *values: Any) -> int:
        """Insert a row and return its number."""
        with self._lock:
            return self._connection.execute(sql, values).lastrowid or 0

    def change(self, sql: str, *values: Any) -> int:
        """Change rows and return how many."""
        with self._lock:
            return self._connection.execute(sql, values).rowcount

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._lock:
            if self._depth == 0:
                self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._connection.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute("COMMIT")

    def next_number(self, network: str, place: str) -> int:
        """1, 2, 3 … within a place; numbers of deleted things are not reused."""
        found = self.row(
            "INSERT INTO counters VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last",
            network,
            place,
        )
        if found is None:
            raise LookupError(place)
        return int(found["last"])

    def start_after(self, network: str, place: str, number: int) -> None:
        """Start the numbering of a new place after this number."""
        self.insert("INSERT INTO counters VALUES (?, ?, ?)", network, place, number)

    def close(self) -> None:
        with self._lock:
            self._connection.close()

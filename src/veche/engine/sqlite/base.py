"""Django's SQLite backend with a fair queue for writers.

SQLite lets one writer in and tells the others to retry later, so ten lanes starve in turns. Here the threads of one
process wait in a queue of their own until the writer's transaction has ended; only other processes retry. (With two
hundred posts due in one second a lane spent 40 % of its time waiting for the write lock when only the BEGIN was
queued.)
"""

import re
import threading
from collections import defaultdict
from typing import Any

from django.db.backends.sqlite3 import base

# By the database's name: a second database has a writer of its own.
_lines: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
_WRITES = re.compile("INSERT|UPDATE|DELETE", re.IGNORECASE)


class Cursor(base.SQLiteCursorWrapper):
    """Queues statements that write outside of a transaction, as each is a transaction of its own.

    A statement that returns rows ends for SQLite when they are read, a moment after it has left the queue.
    """

    line: threading.Lock
    seconds: float

    def execute(self, query: Any, params: Any = None) -> Any:
        if self.connection.in_transaction or not _WRITES.match(query):
            return super().execute(query, params)
        held = self.line.acquire(timeout=self.seconds)
        try:
            return super().execute(query, params)
        finally:
            if held:
                self.line.release()


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._holds: threading.Lock | None = None

    def create_cursor(self, name: Any = None) -> Any:
        del name  # SQLite has no cursors of its own
        cursor = self.connection.cursor(factory=Cursor)
        cursor.line, cursor.seconds = self._line, self._seconds
        return cursor

    # Private methods, which the types of Django leave out: the tests of each way to end a transaction guard them.
    def _start_transaction_under_autocommit(self) -> None:
        self._enter_line()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_line()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._leave_line()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_line()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave_line()

    def _enter_line(self) -> None:
        """Wait for the turn to write. After the time-out SQLite decides and raises its own error."""
        line = self._line
        if line.acquire(timeout=self._seconds):
            self._holds = line

    @property
    def _line(self) -> threading.Lock:
        return _lines[str(self.settings_dict["NAME"])]

    @property
    def _seconds(self) -> float:
        return float(self.settings_dict["OPTIONS"].get("timeout", 5))

    def _leave_line(self) -> None:
        held, self._holds = self._holds, None
        if held is not None:
            held.release()

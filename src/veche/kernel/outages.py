"""Recognise outages of what Veche depends on: a database that is down, a disk that is full or broken.

Errors are matched by names and codes, because this layer imports neither Django nor a driver.
"""

import errno
from enum import StrEnum

# PostgreSQL, appendix A: connection exception, insufficient resources, operator intervention (shutdown, starting up).
_AWAY = ("08", "53", "57P")
_DISK_CODES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
# sqlite.org/rescode.html: SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY; then SQLITE_CANTOPEN.
_DISK_WORDS = ("database or disk is full", "disk i/o error", "attempt to write a readonly database")
_AWAY_WORDS = ("unable to open database file",)
# PostgreSQL: disk_full.
_DISK_FULL = "53100"


class Outage(StrEnum):
    DATABASE = "database"
    DISK = "disk"


def outage_of(error: BaseException | None) -> Outage | None:
    """What is down, also if a library has wrapped the error; None for any other exception."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if found := _of_one(error):
            return found
        error = error.__cause__ or error.__context__
    return None


def _of_one(error: BaseException) -> Outage | None:
    if isinstance(error, OSError):
        return Outage.DISK if error.errno in _DISK_CODES else None
    if not {kind.__name__ for kind in type(error).__mro__} & {"OperationalError", "InterfaceError"}:
        return None
    words = str(error).lower()
    if any(said in words for said in _DISK_WORDS):
        return Outage.DISK
    if any(said in words for said in _AWAY_WORDS):
        return Outage.DATABASE
    return _of_postgresql(error)


def _of_postgresql(error: BaseException) -> Outage | None:
    if not type(error).__module__.startswith("psycopg"):
        return None
    state = getattr(error, "sqlstate", None)
    if state == _DISK_FULL:
        return Outage.DISK
    # Without a code there was no server to give one.
    return Outage.DATABASE if state is None or state.startswith(_AWAY) else None

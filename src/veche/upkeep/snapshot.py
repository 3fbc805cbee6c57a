"""A snapshot of the database as a file, taken while web and worker write."""

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from veche.upkeep import postgresql

BUSY_SECONDS = 20.0


class NothingToCopy(Exception):
    """There is no installation here; the message is Russian."""


def take(target: Path) -> None:
    """Write the database's present state to `target`, without sessions and tasks."""
    if connection.vendor == "sqlite":
        _take_sqlite(Path(connection.settings_dict["NAME"]), target)
    else:
        postgresql.dump(connection.settings_dict, target)


def applied_migrations() -> tuple[str, ...]:
    applied = MigrationRecorder(connection).applied_migrations()
    if not applied:
        raise NothingToCopy("База пуста: копировать нечего. Проверьте VECHE_DATA и VECHE_DATABASE_URL.")
    return tuple(sorted(f"{app}.{name}" for app, name in applied))


def _take_sqlite(database: Path, target: Path) -> None:
    """VACUUM INTO reads one snapshot of the WAL and blocks no writer."""
    with closing(sqlite3.connect(f"file:{quote(str(database))}?mode=ro", uri=True, timeout=BUSY_SECONDS)) as live:
        live.execute("VACUUM INTO ?", (str(target),))
    with closing(sqlite3.connect(target)) as copy:
        _leave_out(copy)
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("integrity_check")


def _leave_out(copy: sqlite3.Connection) -> None:
    """Delete rows and overwrite them, as a session's key would open the site."""
    copy.execute("PRAGMA secure_delete=ON")
    tables = [str(row[0]) for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in postgresql.left_out(tables):
        copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 -- the database's own names
    copy.commit()

"""What makes the journal append-only in the database itself.

On SQLite a later change of the table rebuilds it and silently drops its triggers, so they are installed after every
`migrate` and looked for at every start (checks.py).
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "journal_entry"
_REFUSAL = "journal_entry is append-only"

# REPLACE deletes the old row without asking DELETE triggers, so an insert looks for one first.
_TAKEN = (
    "EXISTS (SELECT 1 FROM journal_entry WHERE id = NEW.id"
    " OR (administration_id = NEW.administration_id AND number = NEW.number))"
)
_REFUSE = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
_SQLITE = {
    "journal_entry_no_update": f"BEFORE UPDATE ON {TABLE} {_REFUSE}",
    "journal_entry_no_delete": f"BEFORE DELETE ON {TABLE} {_REFUSE}",
    "journal_entry_no_replace": f"BEFORE INSERT ON {TABLE} WHEN {_TAKEN} {_REFUSE}",
}
_POSTGRESQL = {
    "journal_entry_no_change": f"BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW",
    "journal_entry_no_truncate": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT",
}
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION journal_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place anew, in its present wording."""
    lift(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, body in _SQLITE.items():
                cursor.execute(f"CREATE TRIGGER {name} {body}")
            return
        cursor.execute(_FUNCTION)
        for name, body in _POSTGRESQL.items():
            cursor.execute(f"CREATE TRIGGER {name} {body} EXECUTE FUNCTION journal_entry_refuse()")
            # ALWAYS: also where session_replication_role switches ordinary triggers off.
            cursor.execute(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {name}")


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away. Only `install` and the tests' teardown do so."""
    where = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
    with connection.cursor() as cursor:
        for name in _wanted(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that are not there or are switched off; empty when the table itself is not there yet."""
    if TABLE not in connection.introspection.table_names():
        return []
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'A'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [TABLE])
        present = {str(row[0]) for row in cursor.fetchall()}
    return sorted(set(_wanted(connection)) - present)


def install_after_migrate(sender: AppConfig, using: str, **_: Any) -> None:  # noqa: ARG001 -- Django calls it so
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        install(connection)


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL

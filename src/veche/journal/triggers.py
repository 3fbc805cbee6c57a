"""Database triggers that make the journal append-only.

On SQLite a later change of the table rebuilds it and drops its triggers, so they are installed after every `migrate`;
names and definitions are compared at every start (checks.py), by the doctor and each night.
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
_BODY = f"\nBEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'restrict_violation'; END "
_FUNCTION = f"CREATE OR REPLACE FUNCTION journal_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $${_BODY}$$"
# pg_trigger.tgtype, the bits of pg_trigger.h: ROW 1, BEFORE 2, DELETE 8, UPDATE 16, TRUNCATE 32.
_TYPES = {"journal_entry_no_change": 1 | 2 | 8 | 16, "journal_entry_no_truncate": 2 | 32}
# Whole: without a condition (WHEN), a list of columns (UPDATE OF) or settings of the function.
_PRESENT = """
SELECT tgname, tgtype, tgenabled = 'A' AND tgqual IS NULL AND tgattr::text = '' AND tgnargs = 0
    AND lanname = 'plpgsql' AND proconfig IS NULL AND prosrc = %s
FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_language ON pg_language.oid = prolang
WHERE tgrelid = %s::regclass AND NOT tgisinternal
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Install all triggers anew, in their present definition."""
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
    """Remove the triggers. Only `install` and the tests' teardown do so."""
    where = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
    with connection.cursor() as cursor:
        for name in _wanted(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that are missing, disabled, different or not ours (one might change what is written).

    Empty if the table does not exist yet.
    """
    if TABLE not in connection.introspection.table_names():
        return []
    present = _on_sqlite(connection) if connection.vendor == "sqlite" else _on_postgresql(connection)
    return sorted(
        {name for name in _wanted(connection) if not present.get(name)} | (present.keys() - _wanted(connection))
    )


def _on_sqlite(connection: BaseDatabaseWrapper) -> dict[str, bool]:
    """Whether each trigger has our definition; SQLite keeps the statement's text."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [TABLE])
        return {name: sql == f"CREATE TRIGGER {name} {_SQLITE.get(name)}" for name, sql in cursor.fetchall()}


def _on_postgresql(connection: BaseDatabaseWrapper) -> dict[str, bool]:
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT, [_BODY, TABLE])
        return {name: bool(whole) and kind == _TYPES.get(name) for name, kind, whole in cursor.fetchall()}


def install_after_migrate(sender: AppConfig, using: str, **_: Any) -> None:  # noqa: ARG001 -- Django calls it so
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        install(connection)


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL

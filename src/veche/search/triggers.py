"""Database triggers that note which objects changed, whoever writes: a verb, a query over many rows, a migration.

A trigger names only the table of notes, because SQLite refuses to rebuild a table that another table's trigger names.
A rebuilt table has lost its own, so they are installed after every `migrate`, and all objects of the kind are noted
anew. A trigger's name has the version of its kind and that of the terms, so a raised version has the same effect.

On SQLite three more keep the full-text table equal to the entries.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from veche.search.domain.terms import VERSION
from veche.search.kinds import Kind, Source, kinds
from veche.search.models import IndexChange, IndexEntry

NOTES = IndexChange._meta.db_table  # noqa: SLF001 -- documented by Django
ENTRIES = IndexEntry._meta.db_table  # noqa: SLF001
WORDS = "search_words"
_EVENTS = ("insert", "update", "delete")
_FUNCTION = """
CREATE OR REPLACE FUNCTION search_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_indexchange (kind, source, value)
    VALUES (TG_ARGV[0], TG_ARGV[1], (to_jsonb(COALESCE(NEW, OLD)) ->> TG_ARGV[2])::bigint);
    RETURN NULL;
END $$
"""
# An entry is written in two steps: its key holds its own number. SQLite fires triggers of one event in any order, so an
# update has one.
_OUT = f"INSERT INTO {WORDS} ({WORDS}, rowid, terms) SELECT 'delete', OLD.key, OLD.terms WHERE OLD.key IS NOT NULL;"
_IN = f"INSERT INTO {WORDS} (rowid, terms) SELECT NEW.key, NEW.terms WHERE NEW.key IS NOT NULL;"
_FULL_TEXT = {
    "search_words_insert": f"AFTER INSERT ON {ENTRIES} BEGIN {_IN} END",
    "search_words_update": f"AFTER UPDATE OF key, terms ON {ENTRIES} BEGIN {_OUT} {_IN} END",
    "search_words_delete": f"AFTER DELETE ON {ENTRIES} BEGIN {_OUT} END",
}


@dataclass(frozen=True, slots=True)
class Watch:
    """The triggers of one source of one kind."""

    kind: Kind
    source: Source

    def name(self, event: str) -> str:
        return f"search_{self.kind.slug}_v{self.kind.version}t{VERSION}_{self.source.table}_{event}"

    @property
    def names(self) -> set[str]:
        return {self.name(event) for event in self.events}

    @property
    def events(self) -> tuple[str, ...]:
        return _EVENTS if self.source.columns else ("insert", "delete")

    def of(self, event: str) -> str:
        return f"UPDATE OF {', '.join(self.source.columns)}" if event == "update" else event.upper()


def watches() -> Iterator[Watch]:
    for kind in kinds():
        for source in kind.sources:
            yield Watch(kind, source)


def install_after_migrate(sender: AppConfig, using: str, **_: object) -> None:  # noqa: ARG001 -- Django calls it so
    connection = connections[using]
    if {NOTES, ENTRIES} <= set(connection.introspection.table_names()):
        install(connection)


def install(connection: BaseDatabaseWrapper) -> None:
    """Install what is missing, and note all objects of its kinds; drop triggers of former versions."""
    there = present(connection)
    wanted = list(watches())
    _drop(connection, {name: table for name, table in there.items() if name not in _every_name(wanted)})
    if connection.vendor == "sqlite":
        _keep_full_text(connection, there)
    lost = [watch for watch in wanted if not watch.names <= there.keys()]
    for watch in lost:
        _watch(connection, watch)
    for kind in {watch.kind.slug: watch.kind for watch in lost}.values():
        note_all(connection, kind)


def note_all(connection: BaseDatabaseWrapper, kind: Kind) -> None:
    """Every object, and every entry, whose object may be gone."""
    noted = f"INSERT INTO {NOTES} (kind, source, value) "
    objects, params = kind.everything().order_by().values_list("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{noted}WITH found(pk) AS ({objects}) SELECT %s, '', pk FROM found", [*params, kind.slug])  # noqa: S608 -- our own names
        cursor.execute(f"{noted}SELECT kind, '', object_id FROM {ENTRIES} WHERE kind = %s", [kind.slug])  # noqa: S608


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that are not there."""
    wanted = _every_name(watches()) if connection.vendor == "sqlite" else _names(watches())
    return sorted(wanted - present(connection).keys())


def present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Our triggers in the database, with their tables."""
    asked = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search\\_%%' ESCAPE '\\'"
    if connection.vendor == "postgresql":
        asked = (
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE NOT tgisinternal AND tgname LIKE 'search\\_%%'"
        )
    with connection.cursor() as cursor:
        cursor.execute(asked, [])
        return dict(cursor.fetchall())


def _names(watched: Iterator[Watch] | list[Watch]) -> set[str]:
    return {name for watch in watched for name in watch.names}


def _every_name(watched: Iterator[Watch] | list[Watch]) -> set[str]:
    return _names(watched) | _FULL_TEXT.keys()


def _drop(connection: BaseDatabaseWrapper, old: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        for name, table in old.items():
            where = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def _keep_full_text(connection: BaseDatabaseWrapper, there: dict[str, str]) -> None:
    if _FULL_TEXT.keys() <= there.keys():
        return
    with connection.cursor() as cursor:
        for name, body in _FULL_TEXT.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {body}")
        cursor.execute(f"INSERT INTO {WORDS} ({WORDS}) VALUES ('rebuild')")  # noqa: S608 -- our own names


def _watch(connection: BaseDatabaseWrapper, watch: Watch) -> None:
    _drop(connection, dict.fromkeys(watch.names, watch.source.table))
    said = (watch.kind.slug, watch.source.table, watch.source.says)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for event in watch.events:
            cursor.execute(_trigger(connection.vendor, watch, event, said))


def _trigger(vendor: str, watch: Watch, event: str, said: tuple[str, str, str]) -> str:
    head = f"CREATE TRIGGER {watch.name(event)} AFTER {watch.of(event)} ON {watch.source.table} FOR EACH ROW "
    if vendor == "postgresql":
        return f"{head}EXECUTE FUNCTION search_note_change('{said[0]}', '{said[1]}', '{said[2]}')"
    row = "OLD" if event == "delete" else "NEW"
    values = f"'{said[0]}', '{said[1]}', {row}.{said[2]}"
    return f"{head}BEGIN INSERT INTO {NOTES} (kind, source, value) VALUES ({values}); END"  # noqa: S608 -- our own names

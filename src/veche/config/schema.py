"""Is the database of this version of Veche: its recorded migrations and its tables beside the code's.

Migrations are compared by their file names, so nothing of them is imported: `veche web` asks this at its start too.
"""

from collections.abc import Iterator
from pathlib import Path

from django.apps import AppConfig, apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from veche.config.first_start import NotReady

SHOWN = 3
OURS = "veche."
_COLUMNS = {
    "sqlite": """
        SELECT tables.name, columns.name FROM sqlite_schema AS tables, pragma_table_xinfo(tables.name) AS columns
        WHERE tables.type = 'table'
    """,
    "postgresql": """
        SELECT tables.relname, columns.attname
        FROM pg_class AS tables JOIN pg_attribute AS columns ON columns.attrelid = tables.oid
        WHERE tables.relkind IN ('r', 'p') AND pg_table_is_visible(tables.oid)
        AND columns.attnum > 0 AND NOT columns.attisdropped
    """,
}


class OtherVersion(NotReady):
    """The database was made by another version; the text is Russian and says what to do."""


def migrations_are_missing() -> bool:
    """Whether the database is older than the code. A migration of somebody else's package may stand in for others."""
    return bool({name for name in _on_disk() if apps.get_app_config(name[0]).name.startswith(OURS)} - _applied())


def unknown_migrations() -> list[str]:
    """Applied migrations of installed apps that this code does not have, as `app.name`."""
    labels = {config.label for config in apps.get_app_configs()}
    return unknown_of(f"{app}.{name}" for app, name in _applied() if app in labels)


def unknown_of(names: Iterator[str] | tuple[str, ...]) -> list[str]:
    """Of migrations called `app.name`, those that this code does not have.

    Apps that are not installed do not count, because the other task engine has tables of its own.
    """
    known = {f"{app}.{name}" for app, name in _on_disk()}
    ours = {config.label for config in apps.get_app_configs()}
    return sorted(name for name in set(names) - known if name.partition(".")[0] in ours)


def differing_tables() -> list[str]:
    """Tables of ours that lack a column of the code or have another: their migrations were edited after they ran."""
    there = _columns()
    return sorted({table for table, wanted in _wanted() if there.get(table) != wanted})


def refuse_unknown() -> None:
    if unknown := unknown_migrations():
        raise OtherVersion(
            f"База от другой версии Вече: в ней записаны изменения, которых эта программа не знает ({_few(unknown)}). "
            "Ничего не изменено. Верните ту версию программы, с которой база работала, или более новую."
        )


def refuse_older() -> None:
    if migrations_are_missing():
        raise OtherVersion("База от прежней версии Вече, ничего не изменено. Сначала выполните: veche prepare.")


def refuse_differing() -> None:
    if tables := differing_tables():
        raise OtherVersion(
            f"База от другой версии Вече: не те столбцы в таблицах {_few(tables)}. С ней страницы не откроются. "
            "Верните ту версию программы, с которой база работала; данные целы."
        )


def _few(names: list[str]) -> str:
    shown, more = ", ".join(names[:SHOWN]), len(names) - SHOWN
    return f"{shown} и ещё {more}" if more > 0 else shown


def _applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def _on_disk() -> set[tuple[str, str]]:
    return {(config.label, path.stem) for config in apps.get_app_configs() for path in _files(config)}


def _files(config: AppConfig) -> Iterator[Path]:
    return (path for path in Path(config.path, "migrations").glob("[!_]*.py"))


def _wanted() -> Iterator[tuple[str, set[str]]]:
    for config in apps.get_app_configs():
        if config.name.startswith(OURS):
            for model in config.get_models(include_auto_created=True):
                yield from _table(model)


def _table(model: type[Model]) -> Iterator[tuple[str, set[str]]]:
    meta = model._meta  # noqa: SLF001 -- Django's public door
    if meta.managed and not meta.proxy:
        yield meta.db_table, {field.column for field in meta.local_concrete_fields if field.column}


def _columns() -> dict[str, set[str]]:
    """The columns of each table in the database: one query, because Django's introspection takes several a table."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS[connection.vendor])
        for table, column in cursor.fetchall():
            found.setdefault(table, set()).add(column)
    return found

"""The only place besides `migrate` that drops the journal's triggers: after a transactional test.

Django's own `flush` would query each of 70 tables and rewrite every permission; here only rows are deleted, and the
triggers are restored at once if they were dropped.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase
from pytest_django import Settings

from veche.journal import triggers

# Tables that `migrate` fills and no test changes.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


@pytest.fixture(autouse=True, scope="session")
def journal_triggers_lifted_for_flush() -> Iterator[None]:
    patched: Any = TransactionTestCase
    flush = patched._fixture_teardown

    def empty_all(case: Any) -> None:
        for alias in case._databases_names(include_mirrors=False):
            empty(connections[alias])

    patched._fixture_teardown = empty_all
    yield
    patched._fixture_teardown = flush


def empty(connection: BaseDatabaseWrapper) -> None:
    """Delete what there is. The triggers are lifted only if something was recorded: every statement that SQLite has
    prepared is void after a change of the tables.
    """
    names = filled(connection)
    if triggers.TABLE in names:
        triggers.lift(connection)
    with unasked(connection), connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'DELETE FROM "{name}"')
    if triggers.missing(connection):
        triggers.install(connection)


def filled(connection: BaseDatabaseWrapper) -> list[str]:
    """Tables that have rows, in one query."""
    each = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables(connection.alias))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return [name for (name,) in cursor.fetchall()]


@contextmanager
def unasked(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Disable foreign key checks, so that rows can be deleted in any order."""
    off, on = (
        ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON")
        if connection.vendor == "sqlite"
        else ("SET session_replication_role = replica", "SET session_replication_role = DEFAULT")
    )
    with connection.cursor() as cursor:
        cursor.execute(off)
        with transaction.atomic(using=connection.alias):
            yield
        cursor.execute(on)


@cache
def tables(alias: str) -> list[str]:
    return sorted({*connections[alias].introspection.django_table_names(only_existing=True)} - KEPT)


@pytest.fixture(autouse=True)
def own_data_folder(settings: Settings, own_folder: Path) -> Path:
    """Each test has its own VECHE_DATA: journal heads, media."""
    data = own_folder / "data"
    settings.DATA, settings.MEDIA_ROOT = data, data / "media"
    return data

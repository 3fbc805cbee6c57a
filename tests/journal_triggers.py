"""The only place outside `migrate` where the journal's triggers are lifted: after a transactional test.

Django's own `flush` would ask each of 70 tables and write every permission anew; only rows are taken away here, and the
triggers are put back at once.
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

# What `migrate` has written and no test changes.
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
    triggers.lift(connection)
    with unasked(connection), connection.cursor() as cursor:
        for statement in deletions(connection):
            cursor.execute(statement)
    triggers.install(connection)


@contextmanager
def unasked(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Rows go in any order: foreign keys are not asked."""
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


def deletions(connection: BaseDatabaseWrapper) -> list[str]:
    """One statement for each table, or all in one where the database takes them so."""
    each = [f'DELETE FROM "{name}"' for name in tables(connection.alias)]
    return each if connection.vendor == "sqlite" else [";".join(each)]


@cache
def tables(alias: str) -> list[str]:
    return sorted({*connections[alias].introspection.django_table_names(only_existing=True)} - KEPT)


@pytest.fixture(autouse=True)
def own_data_folder(settings: Settings, tmp_path: Path) -> Path:
    """Each test has its own VECHE_DATA: journal heads, media."""
    data = tmp_path / "data"
    settings.DATA, settings.MEDIA_ROOT = data, data / "media"
    return data

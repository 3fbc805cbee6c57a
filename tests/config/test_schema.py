"""A database of another version is refused with a sentence before a page fails."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from tests import tables
from tests.config.conftest import Command
from veche.config import health, schema
from veche.upkeep.doctor import database

VECHE = ("-m", "veche.cli")
UNKNOWN = "INSERT INTO django_migrations (app, name, applied) VALUES ('%s', '0099_of_the_future', '2026-11-29')"
REFUSED = (
    "База от другой версии Вече: в ней записаны изменения, которых эта программа не знает (norm.0099_of_the_future). "
    "Ничего не изменено. Верните ту версию программы, с которой база работала, или более новую.\n"
)


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """The database of an installation with tables of this version."""
    tables.found(tmp_path / "data")
    return tmp_path / "data" / "veche.sqlite3"


def change(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database)) as opened, opened:
        for statement in statements:
            opened.execute(statement)


def ended(command: Command, *words: str) -> tuple[int, str]:
    process = command(*VECHE, *words)
    _, errors = process.communicate()
    return process.returncode, errors


@pytest.mark.sweep
def test_nothing_starts_on_a_database_of_another_version(command: Command, prepared: Path) -> None:
    change(prepared, UNKNOWN % "norm")

    assert [ended(command, word) for word in ("prepare", "web", "worker")] == [(1, REFUSED)] * 3

    change(prepared, "DELETE FROM django_migrations WHERE app = 'norm'")
    older = (1, "База от прежней версии Вече, ничего не изменено. Сначала выполните: veche prepare.\n")
    assert [ended(command, word) for word in ("web", "worker")] == [older] * 2


@pytest.mark.sweep
def test_tables_of_an_edited_migration_are_refused_by_prepare(command: Command, prepared: Path) -> None:
    """All migrations are recorded by name, but the tables differ."""
    change(prepared, "ALTER TABLE plan_occasion RENAME COLUMN has_hour TO with_hour")

    code, said = ended(command, "prepare")

    assert code == 1
    assert said == (
        "База от другой версии Вече: не те столбцы в таблицах plan_occasion. С ней страницы не откроются. Верните ту "
        "версию программы, с которой база работала; данные целы.\n"
    )


@pytest.mark.django_db
class TestHere:
    def record(self, app: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(UNKNOWN % app)

    def test_a_database_of_this_version_agrees(self) -> None:
        assert schema.unknown_migrations() == []
        assert schema.migrations_are_missing() is False
        assert schema.differing_tables() == []

    def test_a_renamed_column_and_a_lost_table_are_named(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE plan_occasion RENAME COLUMN has_hour TO with_hour")
            cursor.execute("ALTER TABLE plan_series RENAME TO plan_row")

        assert schema.differing_tables() == ["plan_occasion", "plan_series"]

    def test_the_other_engine_may_have_left_its_tables(self) -> None:
        self.record("an_engine_that_is_not_installed")

        assert schema.unknown_migrations() == []

    def test_doctor_and_watchdog_name_another_version(self, client: Client) -> None:
        self.record("norm")
        health.require_migrations.cache_clear()

        (found,) = database.check()
        ready = client.get("/readyz")

        assert (found.good, REFUSED.strip() in found.words) == (False, True)
        assert (ready.status_code, ready.content) == (503, b"migrations\n")

"""`migrate` builds few models anew, and makes the tables that Django's own makes."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

from tests import pg
from tests.tables import ROOT, migrate
from tests.upkeep.former import unpacked
from veche.config.changed_models import is_local, rendered_alone
from veche.config.first_start import prepare

DJANGOS = """
import django
django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command
call_command(Command(), verbosity=0)
"""
OURS = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
COLUMNS = """
    SELECT table_name, column_name, ordinal_position, data_type, is_nullable, column_default, character_maximum_length
    FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 3
"""
INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2
"""


def town_with_houses() -> ProjectState:
    state = ProjectState()
    number = ("id", models.AutoField(primary_key=True))
    name = ("name", models.CharField(max_length=9, unique=True))
    state.add_model(ModelState("land", "Town", [number, name]))
    town = models.ForeignKey("land.Town", models.CASCADE, to_field="name")
    state.add_model(ModelState("land", "House", [number, ("town", town), ("floors", models.IntegerField())]))
    return state


def built(state: ProjectState) -> list[Any]:
    return [state.apps.get_model("land", name) for name in ("Town", "House")]


def apply(state: ProjectState, *done: Operation) -> None:
    migration = Migration("0002_more", "land")
    migration.operations = list(done)  # type: ignore[misc] # as Django assigns it, in a subclass
    migration.apply(state, SimpleNamespace(atomic_migration=True, connection=SimpleNamespace(alias="default")))  # type: ignore[arg-type]


def test_the_model_that_changes_is_built_alone_and_all_are_for_python() -> None:
    state = town_with_houses()
    town, house = built(state)
    with rendered_alone():
        apply(state, operations.AlterModelOptions("town", {"ordering": ["name"]}))
    new_town, same_house = built(state)
    assert (new_town is town, same_house is house) == (False, True)

    seen: list[Any] = []
    with rendered_alone():
        apply(state, operations.RunPython(lambda apps, _editor: seen.append(apps.get_model("land", "House"))))
    assert seen[0]._meta.get_field("town").related_model._meta.ordering == ["name"]

    apply(state, operations.AlterModelOptions("town", {}))  # Django's own
    assert built(state)[1] is not same_house


@pytest.mark.parametrize(
    ("operation", "local"),
    [
        (operations.AddField("house", "lift", models.BooleanField(default=False)), True),
        (operations.AlterField("house", "floors", models.BigIntegerField()), True),
        (operations.RemoveField("house", "floors"), True),
        (operations.RemoveField("house", "town"), True),
        (operations.AlterField("town", "name", models.CharField(max_length=99, unique=True)), False),
        (operations.AlterField("town", "id", models.BigAutoField(primary_key=True)), False),
        (operations.AlterModelTable("town", "towns"), False),
        (operations.RenameModel("Town", "City"), False),
        (operations.RenameField("town", "name", "title"), False),
        (operations.SeparateDatabaseAndState(), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_others_know_of_a_model_changes_in_djangos_way(operation: Operation, local: bool) -> None:
    state = town_with_houses()
    state.add_model(ModelState("land", "Key", [("house", models.OneToOneField("land.Town", models.CASCADE))]))

    assert is_local(state, "land", operation) is local


@pytest.mark.nightly
def test_the_tables_are_djangos_own(tmp_path: Path) -> None:
    ours, theirs = f"sqlite:///{tmp_path}/ours.sqlite3", f"sqlite:///{tmp_path}/theirs.sqlite3"
    migrate(ours, VECHE_ENGINE="database")
    migrated(DJANGOS, theirs, tmp_path / "database")
    assert of_sqlite(tmp_path / "ours.sqlite3") == of_sqlite(tmp_path / "theirs.sqlite3")

    with pg.cluster() as url:
        migrate(url, VECHE_ENGINE="procrastinate")
        made = of_postgresql(url)
    with pg.cluster() as url:
        migrated(DJANGOS, url, tmp_path / "procrastinate")
        assert made == of_postgresql(url)


@pytest.mark.nightly
@pytest.mark.parametrize("former", ["before_profiles", "before_departments", "before_plan"])
def test_an_upgrade_makes_the_tables_and_rows_of_django(tmp_path: Path, former: str) -> None:
    fixtures = ROOT / "tests" / "upkeep" / former
    with unpacked(fixtures, "sqlite", tmp_path / "ours"), unpacked(fixtures, "sqlite", tmp_path / "theirs"):
        migrated(OURS, "", tmp_path / "ours")
        migrated(DJANGOS, "", tmp_path / "theirs")
    files = [tmp_path / name / "veche.sqlite3" for name in ("ours", "theirs")]
    assert of_sqlite(files[0]) == of_sqlite(files[1])
    assert rows_of_sqlite(files[0]) == rows_of_sqlite(files[1])

    with unpacked(fixtures, "postgresql", tmp_path / "our_server") as ours:
        migrated(OURS, ours.url, ours.data)
        made = of_postgresql(ours.url)
    with unpacked(fixtures, "postgresql", tmp_path / "their_server") as theirs:
        migrated(DJANGOS, theirs.url, theirs.data)
        assert made == of_postgresql(theirs.url)


def migrated(code: str, url: str, data: Path) -> None:
    """Run `OURS` or `DJANGOS`. `url`: "" for the SQLite file of the data folder."""
    engine = "procrastinate" if url.startswith("postgresql") else "database"
    prepare(data)
    own = {"VECHE_DATABASE_URL": url, "VECHE_ENGINE": engine, "VECHE_DATA": str(data)}
    own |= {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "veche.config.settings"}
    subprocess.run([sys.executable, "-c", code], env=os.environ | own, check=True)


def of_sqlite(file: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as opened:
        return sorted(opened.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"), key=str)


def rows_of_sqlite(file: Path) -> dict[str, list[str]]:
    """Rows by table; the moment of the upgrade, which some of them tell, as «now»."""
    with closing(sqlite3.connect(file)) as opened:
        tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        today = opened.execute("SELECT date('now')").fetchone()[0]
        moment = re.compile(rf"{today} \d\d:\d\d:\d\d(\.\d+)?")
        return {
            name: [moment.sub("now", repr(row)) for row in opened.execute(f'SELECT * FROM "{name}"')] for name in tables
        }


def of_postgresql(url: str) -> list[list[tuple[Any, ...]]]:
    with closing(psycopg.connect(url)) as opened:
        return [opened.execute(query).fetchall() for query in (COLUMNS, INDEXES, CONSTRAINTS)]

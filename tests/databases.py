"""What the tests' databases are made from: a copy of tables that were made once (tests/tables.py).

SQLite lies in a file, as in life: an in-memory database shares one cache between threads and locks like nothing real.
PostgreSQL's tables come from tests/pg.py.
"""

import os
import shutil

import pytest
from django.conf import settings

from tests import tables
from tests.numbering import count_apart_in_sqlite

IS_FILE: bool = settings.DATABASES["default"]["ENGINE"] == "veche.engine.sqlite"


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The file with its tables is there before Django looks."""
    return IS_FILE


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    wishes = settings.DATABASES["default"].setdefault("TEST", {})
    if IS_FILE:
        copied = tmp_path_factory.mktemp("database") / "veche.sqlite3"
        shutil.copyfile(tables.sqlite(), copied)
        count_apart_in_sqlite(str(copied))
        wishes |= {"NAME": str(copied), "MIGRATE": False}
        unsafe(settings.DATABASES["default"]["OPTIONS"])
    elif template := os.environ.get("VECHE_TEST_TEMPLATE"):
        wishes |= {"TEMPLATE": template, "MIGRATE": False}


def unsafe(options: dict[str, str]) -> None:
    """Do not wait for the disk, as in tests/pg.py: no test outlives a power cut. The last PRAGMA counts."""
    options["init_command"] += "PRAGMA synchronous=OFF;"

"""Databases of the tests: copies of tables created once (tests/tables.py).

SQLite is in a file, as in installations: an in-memory database shares a cache between threads and locks differently.
PostgreSQL's tables come from tests/pg.py.
"""

import os
import shutil
from typing import Any

import pytest
from django.conf import settings
from django.db.backends.base.creation import BaseDatabaseCreation

from tests import tables
from tests.numbering import count_apart_in_sqlite
from tests.quick_queries import remember_columns

IS_FILE: bool = settings.DATABASES["default"]["ENGINE"] == "veche.engine.sqlite"


remember_columns()

_creation: Any = BaseDatabaseCreation


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Keep the file with its tables, which exists before Django's set-up."""
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
        _creation.create_test_db = _open_copied
    elif template := os.environ.get("VECHE_TEST_TEMPLATE"):
        wishes |= {"TEMPLATE": template, "MIGRATE": False}
        _creation.create_test_db = _open_copied


def _open_copied(creation: Any, verbosity: int = 1, autoclobber: bool = False, keepdb: bool = False) -> str:
    """As `create_test_db`, which looks for missing tables and permissions first: a second of each process."""
    name: str = creation._get_test_db_name()
    creation._create_test_db(verbosity, autoclobber, keepdb)
    creation.connection.close()
    settings.DATABASES[creation.connection.alias]["NAME"] = creation.connection.settings_dict["NAME"] = name
    creation.connection.ensure_connection()
    return name


def unsafe(options: dict[str, Any]) -> None:
    """Disable disk syncs, as in tests/pg.py, because tests need not survive a power cut. The last PRAGMA counts.

    A pytest process has few connections, so each may keep its statements and pages.
    """
    options["init_command"] += "PRAGMA synchronous=OFF;PRAGMA cache_size=-64000;PRAGMA temp_store=MEMORY;"
    options["cached_statements"] = 2000

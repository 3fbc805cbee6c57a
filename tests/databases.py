"""What the tests' databases are made from.

SQLite lies in a file, as in life: an in-memory database shares one cache between threads and locks like nothing real.
PostgreSQL is a copy of the tables that tests/pg.py has made once.
"""

import os

import pytest
from django.conf import settings


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    database = settings.DATABASES["default"]
    wishes = database.setdefault("TEST", {})
    if database["ENGINE"] == "veche.engine.sqlite":
        wishes["NAME"] = str(tmp_path_factory.mktemp("database") / "veche.sqlite3")
    elif template := os.environ.get("VECHE_TEST_TEMPLATE"):
        wishes |= {"TEMPLATE": template, "MIGRATE": False}

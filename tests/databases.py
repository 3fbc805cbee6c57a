"""SQLite in a file, as in life: an in-memory database shares one cache between threads and locks like nothing real."""

import pytest
from django.conf import settings


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "veche.engine.sqlite":
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "veche.sqlite3")

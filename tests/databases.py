"""What the tests' databases are made from: a copy of tables that were made once for all processes of pytest.

SQLite lies in a file, as in life: an in-memory database shares one cache between threads and locks like nothing real.
PostgreSQL's tables come from tests/pg.py.
"""

import fcntl
import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from tests.numbering import count_apart_in_sqlite
from tests.pg import migrate

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
        shutil.copyfile(made_once(common_folder(tmp_path_factory)), copied)
        wishes |= {"NAME": str(copied), "MIGRATE": False}
    elif template := os.environ.get("VECHE_TEST_TEMPLATE"):
        wishes |= {"TEMPLATE": template, "MIGRATE": False}


def common_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of all processes of this run of pytest."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def made_once(folder: Path) -> Path:
    """Who comes first makes it, the others wait."""
    template = folder / "template.sqlite3"
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            unfinished = folder / "unfinished.sqlite3"
            migrate(f"sqlite:///{unfinished}")
            count_apart_in_sqlite(str(unfinished))
            unfinished.rename(template)
    return template

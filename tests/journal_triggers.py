"""The only place outside `migrate` where the journal's triggers are lifted: the flush after a transactional test.

`flush` empties every table and then says `post_migrate`, which puts the triggers back.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import TransactionTestCase
from pytest_django import Settings

from veche.journal import triggers


@pytest.fixture(autouse=True, scope="session")
def journal_triggers_lifted_for_flush() -> Iterator[None]:
    patched: Any = TransactionTestCase
    flush = patched._fixture_teardown

    def lift_and_flush(case: Any) -> None:
        used = [connections[alias] for alias in case._databases_names(include_mirrors=False)]
        for connection in used:
            triggers.lift(connection)
        flush(case)
        for connection in used:
            if triggers.missing(connection):  # a flush that keeps quiet about itself
                triggers.install(connection)

    patched._fixture_teardown = lift_and_flush
    yield
    patched._fixture_teardown = flush


@pytest.fixture(autouse=True)
def own_data_folder(settings: Settings, tmp_path: Path) -> Path:
    """Each test has its own VECHE_DATA: journal heads, media."""
    data = tmp_path / "data"
    settings.DATA, settings.MEDIA_ROOT = data, data / "media"
    return data

"""A separate database for tests that start real worker processes; SQLite or PostgreSQL, like the run."""

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from tests.engine.forked import ForkedWorker
from tests.engine.waiting import IS_DATABASE, Row, forget_all, look, make_tables, put
from tests.named_pipes import Gate, Pipe
from veche.config import databases

type Start = Callable[..., ForkedWorker]

ALIAS = "stand"


@pytest.fixture(autouse=True)
def empty_queue(request: pytest.FixtureRequest) -> None:
    """Empty the queue: Django empties only its own tables."""
    if not IS_DATABASE and "stand" not in request.fixturenames:
        request.getfixturevalue("transactional_db")
        forget_all("default")


@pytest.fixture(scope="session")
def stand_url(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """VECHE_DATABASE_URL of a database with the engine's table alone, also open here as the alias «stand»."""
    default = connections["default"]
    name = f"engine_{uuid.uuid4().hex[:12]}"
    with django_db_blocker.unblock(), ExitStack() as cleaning:
        if default.vendor == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('stand') / name}.sqlite3"
        else:
            _execute(f"CREATE DATABASE {name}")
            cleaning.callback(_execute, f"DROP DATABASE {name} WITH (FORCE)")
            place = default.settings_dict
            url = f"postgres://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}/{name}"
        connections.databases[ALIAS] = {**default.settings_dict, **databases.database(url, Path())}
        cleaning.callback(connections.databases.pop, ALIAS)
        cleaning.callback(connections[ALIAS].close)
        make_tables(ALIAS)
        yield url


def _execute(command: str) -> None:
    # CREATE DATABASE goes through another database, and outside a transaction.
    with connections["default"].copy()._nodb_cursor() as cursor:
        cursor.execute(command)


@pytest.fixture
def stand(stand_url: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[..., Any]]:
    """`stand(task, *args)` enqueues a task there and returns its id."""
    with django_db_blocker.unblock():
        yield partial(put, ALIAS)
        forget_all(ALIAS)


@pytest.fixture
def row(stand: object) -> Callable[[Any], Row]:
    return partial(look, ALIAS)


@pytest.fixture
def start_worker(stand_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """`start_worker()` starts a worker process on that database; running ones are killed at the end."""
    started: list[ForkedWorker] = []
    environment = {"VECHE_DATA": str(tmp_path_factory.getbasetemp()), "VECHE_DATABASE_URL": stand_url}

    def start(
        *,
        stop_seconds: float = 10,
        periodics: tuple[dict[str, object], ...] = (),
        stall: float = 2,
        log: Path | None = None,
    ) -> ForkedWorker:
        process = ForkedWorker([str(stop_seconds), json.dumps(periodics), str(stall)], environment, log)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[Pipe]:
    made = Pipe(tmp_path / "pipe")
    yield made
    made.close()


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    return Gate(tmp_path / "gate")

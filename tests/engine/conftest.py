"""A database of its own for tests that start real worker processes; SQLite or PostgreSQL, as the run is."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connections
from django.tasks import Task
from django_tasks_db.models import DBTaskResult, get_date_max
from pytest_django import DjangoDbBlocker

from tests.named_pipes import Gate, Pipe
from veche.config import databases

type Start = Callable[..., subprocess.Popen[bytes]]

ROOT = Path(__file__).parents[2]
ALIAS = "stand"


@pytest.fixture(scope="session")
def stand_url(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """VECHE_DATABASE_URL of a database with the engine's table alone, also open here under the alias «stand»."""
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
        with connections[ALIAS].schema_editor() as editor:
            editor.create_model(DBTaskResult)
        yield url


def _execute(command: str) -> None:
    # CREATE DATABASE goes through another database, and outside a transaction.
    with connections["default"].copy()._nodb_cursor() as cursor:
        cursor.execute(command)


@pytest.fixture
def stand(stand_url: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[..., uuid.UUID]]:
    """`stand(task, *args)` enqueues a task there and returns its id."""

    def enqueue(task: Task[..., object], *args: object) -> uuid.UUID:
        key = uuid.uuid4()
        DBTaskResult.objects.using(ALIAS).create(
            id=key,
            args_kwargs={"args": list(args), "kwargs": {}},
            task_path=task.module_path,
            queue_name=task.queue_name,
            backend_name="default",
            run_after=get_date_max(),
        )
        return key

    with django_db_blocker.unblock():
        yield enqueue
        DBTaskResult.objects.using(ALIAS).all().delete()


@pytest.fixture
def row(stand: object) -> Callable[[uuid.UUID], DBTaskResult]:
    return lambda key: DBTaskResult.objects.using(ALIAS).get(id=key)


@pytest.fixture
def start_worker(stand_url: str, tmp_path: Path) -> Iterator[Start]:
    """`start_worker()` starts a worker process on that database; those that still run are killed at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*, stop_seconds: float = 10, periodics: tuple[dict[str, object], ...] = ()) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.engine.stand", str(stop_seconds), json.dumps(periodics)],
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
                "DJANGO_SETTINGS_MODULE": "veche.config.settings",
                "VECHE_DATA": str(tmp_path),
                "VECHE_DATABASE_URL": stand_url,
            },
        )
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

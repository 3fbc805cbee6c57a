"""The thread of a worker that enqueues periodic tasks and does the engine's own chores.

Time is cut into windows of `every_seconds`; the row's key is made of the name and the window, so several workers
enqueue one task a window together.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from uuid import NAMESPACE_URL, uuid5

from django.db import DatabaseError, connection
from django.tasks import Task, TaskResultStatus
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from veche.engine.database import DatabaseBackend
from veche.engine.schedule import Chore, Periodic

log = logging.getLogger(__name__)

PENDING = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def enqueue_due(periodic: Periodic, *, now: float) -> bool:
    """Enqueue the task of the window of `now` (Unix seconds). False when it is there, or an older one still waits."""
    task: Task[..., object] = import_string(periodic.task_path)
    waiting = DBTaskResult.objects.filter(
        task_path=task.module_path,
        status__in=PENDING,
        args_kwargs={"args": list(periodic.args), "kwargs": {}},
    )
    if waiting.exists():
        return False
    backend = task.get_backend()
    if not isinstance(backend, DatabaseBackend):
        raise TypeError(f"The ticker fills the database engine only, not {type(backend).__name__}.")
    window = int(now // periodic.every_seconds)
    key = uuid5(NAMESPACE_URL, f"veche:{periodic.name}:{periodic.every_seconds}:{window}")
    return backend.enqueue_once(task.using(queue_name=periodic.queue), periodic.args, key=key)


class Ticker(threading.Thread):
    """Runs until `stop` is set. Whatever fails is logged and tried again in its next window."""

    def __init__(self, *, periodics: Sequence[Periodic], chores: Sequence[Chore], stop: threading.Event) -> None:
        super().__init__(name="ticker", daemon=True)
        self._stop_event = stop
        self._jobs: list[tuple[str, float, Callable[[], object]]] = [
            *((row.name, row.every_seconds, _enqueuer(row)) for row in periodics),
            *((row.name, row.every_seconds, import_string(row.function_path)) for row in chores),
        ]
        # A worker that has just started first looks at what its predecessor left behind.
        self._due = {name: 0.0 for name, _, _ in self._jobs}

    def run(self) -> None:
        while not self._stop_event.wait(self._seconds_to_next()):
            now = time.time()
            for name, every, job in self._jobs:
                if self._due[name] <= now:
                    self._due[name] = (now // every + 1) * every
                    self._do(name, job)
        connection.close()

    def _seconds_to_next(self) -> float:
        return max(min(self._due.values(), default=time.time() + 1) - time.time(), 0)

    @staticmethod
    def _do(name: str, job: Callable[[], object]) -> None:
        try:
            job()
        except DatabaseError:
            log.exception("periodic work failed", extra={"work": name})
            connection.close()
        except Exception:  # the edge of a thread: one row of the schedule must not end the others
            log.exception("periodic work failed", extra={"work": name})


def _enqueuer(row: Periodic) -> Callable[[], object]:
    return lambda: enqueue_due(row, now=time.time())

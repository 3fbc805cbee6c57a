"""Procrastinate behind `django.tasks`: VECHE_ENGINE=procrastinate. `jobs` queries its tables."""

import threading
from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from django.tasks import Task, TaskResult
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.signals import task_enqueued
from django.utils.json import normalize_json

from veche.engine.port import ClaimedTask

# Each lane is a worker of its own in Procrastinate's eyes: its number there by its `WorkerId`. Of the process, not of a
# backend: Django makes a backend for each thread, and the ticker's thread beats for all lanes.
_lanes: dict[str, int] = {}
_lock = threading.Lock()


class ProcrastinateBackend(BaseTaskBackend):
    """Implements `port.Engine`. Models are imported lazily: task backends are created before the app registry is
    ready."""

    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any, Any]:
        from veche.engine import jobs  # noqa: PLC0415

        self.validate_task(task)
        given = cast("dict[str, Any]", normalize_json({"args": args, "kwargs": kwargs}))
        made = jobs.result_of(jobs.defer(task, given), task, "todo", given)
        task_enqueued.send(type(self), task_result=made)
        return made

    def get_result(self, result_id: str) -> TaskResult[Any, Any]:
        from veche.engine import jobs  # noqa: PLC0415

        return jobs.result(result_id)

    def enqueue_once(self, task: Task[Any, Any], args: tuple[str, ...], *, name: str, window: int) -> bool:
        from veche.engine import jobs  # noqa: PLC0415

        self.validate_task(task)
        given = cast("dict[str, Any]", normalize_json({"args": args, "kwargs": {}}))
        return jobs.defer_once(task, given, name=name, window=window)

    def is_pending(self, task: Task[Any, Any], args: tuple[str, ...]) -> bool:
        from veche.engine import jobs  # noqa: PLC0415

        return jobs.is_pending(task.module_path, args)

    def waiting(self, task: Task[Any, Any], firsts: Collection[int]) -> set[int]:
        from veche.engine import jobs  # noqa: PLC0415

        return jobs.waiting(task.module_path, firsts)

    def take(self, queue: str, worker_id: str) -> ClaimedTask | None:
        from veche.engine import jobs  # noqa: PLC0415

        return jobs.take(queue, _registered(worker_id))

    def run(self, taken: ClaimedTask, worker_id: str) -> None:
        from veche.engine import jobs  # noqa: PLC0415

        jobs.run(cast("jobs.ClaimedJob", taken), worker_id, backend=type(self))

    def due(self, *, before: datetime) -> dict[str, datetime]:
        from veche.engine import jobs  # noqa: PLC0415

        return jobs.due(before=before)

    def give_back_cut_off(self, queue: str, worker_id: str) -> None:
        """Give back the lane's jobs and register the lane again, as its row may be gone after a long outage."""
        from veche.engine import jobs  # noqa: PLC0415

        with _lock:
            number = _lanes.pop(worker_id, None)
        if number is not None:
            jobs.give_back_cut_off(queue, number)

    def beat(self) -> None:
        from veche.engine import jobs  # noqa: PLC0415

        with _lock:
            lanes = list(_lanes.values())
        if lanes:
            jobs.beat(lanes)

    def reap(self) -> int:
        from veche.engine import jobs  # noqa: PLC0415

        return jobs.reap()

    def prune(self) -> int:
        from veche.engine import jobs  # noqa: PLC0415

        return jobs.prune()

    def last_enqueued(self) -> datetime | None:
        from veche.engine import jobs  # noqa: PLC0415

        return jobs.newest("deferred")

    def last_done(self) -> datetime | None:
        from veche.engine import jobs  # noqa: PLC0415

        return jobs.newest("succeeded", "failed")


def _registered(worker_id: str) -> int:
    from veche.engine import jobs  # noqa: PLC0415

    with _lock:
        number = _lanes.get(worker_id)
    if number is None:
        number = jobs.register()
        with _lock:
            _lanes[worker_id] = number
    return number

"""The default engine: django-tasks-db on SQLite and PostgreSQL, with what it lacks. `rows` queries its table."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.tasks import Task
from django.utils.json import normalize_json
from django_tasks_db.backend import DatabaseBackend as Base

from veche.engine.port import ClaimedTask


class DatabaseBackend(Base):
    """Implements `port.Engine`. Models are imported lazily: task backends are created before the app registry is
    ready."""

    def enqueue_once(self, task: Task[Any, Any], args: tuple[str, ...], *, name: str, window: int) -> bool:
        """Enqueue once for each name and window: they form the primary key, which decides between workers without a
        lock."""
        from django_tasks_db.models import DBTaskResult, get_date_max  # noqa: PLC0415

        self.validate_task(task)
        _, created = DBTaskResult.objects.get_or_create(
            id=uuid5(NAMESPACE_URL, f"veche:{name}:{window}"),
            defaults={
                "args_kwargs": normalize_json({"args": args, "kwargs": {}}),
                "priority": task.priority,
                "task_path": task.module_path,
                "queue_name": task.queue_name,
                "run_after": task.run_after or get_date_max(),
                "backend_name": self.alias,
            },
        )
        return bool(created)

    def is_pending(self, task: Task[Any, Any], args: tuple[str, ...]) -> bool:
        from veche.engine import rows  # noqa: PLC0415

        return rows.is_pending(task.module_path, args)

    def waiting(self, task: Task[Any, Any], firsts: Collection[int]) -> set[int]:
        from veche.engine import rows  # noqa: PLC0415

        return rows.waiting(task.module_path, firsts)

    def take(self, queue: str, worker_id: str, *, look_first: bool) -> ClaimedTask | None:
        from veche.engine import rows  # noqa: PLC0415

        return rows.take(self.alias, queue, worker_id, look_first=look_first)

    def run(self, taken: ClaimedTask, worker_id: str) -> None:
        from veche.engine import rows  # noqa: PLC0415

        rows.run(taken, worker_id)

    def due(self, *, before: datetime) -> dict[str, datetime]:
        from veche.engine import rows  # noqa: PLC0415

        return rows.due(self.alias, before=before)

    def give_back_cut_off(self, queue: str, worker_id: str) -> None:
        from veche.engine import reaper  # noqa: PLC0415

        del queue
        reaper.give_back_cut_off(worker_id)

    def beat(self) -> None:
        """Do nothing: a worker's id names its process, and Linux knows whether that is alive."""

    def reap(self) -> int:
        from veche.engine import reaper  # noqa: PLC0415

        return reaper.reap()

    def prune(self) -> int:
        from veche.engine import reaper  # noqa: PLC0415

        return reaper.prune()

    def last_enqueued(self) -> datetime | None:
        from veche.engine import rows  # noqa: PLC0415

        return rows.newest("enqueued_at")

    def last_done(self) -> datetime | None:
        from veche.engine import rows  # noqa: PLC0415

        return rows.newest("finished_at")

"""The default engine: django-tasks-db on SQLite and PostgreSQL, with what it lacks. `rows` queries its table."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.tasks import Task
from django_tasks_db.backend import DatabaseBackend as Base

from veche.engine.port import ClaimedTask


class DatabaseBackend(Base):
    """Implements `port.Engine`. Models are imported lazily: task backends are created before the app registry is
    ready."""

    def enqueue_once(self, task: Task[Any, Any], args: tuple[str, ...], *, name: str, window: int) -> bool:
        """Enqueue once for each name and window, which form the primary key."""
        from veche.engine import rows  # noqa: PLC0415

        self.validate_task(task)
        key = uuid5(NAMESPACE_URL, f"veche:{name}:{window}")
        return rows.enqueue_once(self.alias, task, args, key=key)

    def is_pending(self, task: Task[Any, Any], args: tuple[str, ...]) -> bool:
        from veche.engine import rows  # noqa: PLC0415

        return rows.is_pending(task.module_path, args)

    def waiting(self, task: Task[Any, Any], firsts: Collection[int]) -> set[int]:
        from veche.engine import rows  # noqa: PLC0415

        return rows.waiting(task.module_path, firsts)

    def take(self, queue: str, worker_id: str) -> ClaimedTask | None:
        from veche.engine import rows  # noqa: PLC0415

        return rows.take(self.alias, queue, worker_id)

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

"""The default engine's table: claim a task, run it, query the others."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Case, Max, Min, Q, Value, When
from django.tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, get_date_max
from django_tasks_db.utils import exclusive_transaction

from veche.engine.port import AT_ONCE

type Row = DBTaskResult[Any, Any]

PENDING = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def take(alias: str, queue: str, worker_id: str, *, look_first: bool) -> Row | None:
    waiting = DBTaskResult.objects.ready().filter(queue_name=queue, backend_name=alias)
    # On SQLite claiming takes the only write lock, so check without it first.
    if look_first and not waiting.order_by().exists():
        return None
    with exclusive_transaction():
        row: Row | None = waiting.get_locked()
        if row is not None:
            row.claim(worker_id)
    return row


def run(row: Any, worker_id: str) -> None:
    """Run a claimed task by django-tasks-db's own worker, the only part of it that is used."""
    runner = Worker(
        queue_names=[row.queue_name],
        interval=0,
        batch=False,
        backend_name=row.backend_name,
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )
    runner.run_task(row)


def is_pending(task_path: str, args: tuple[str, ...]) -> bool:
    same = DBTaskResult.objects.filter(task_path=task_path, args_kwargs={"args": list(args), "kwargs": {}})
    return bool(same.filter(status__in=PENDING).exists())


def waiting(task_path: str, firsts: Collection[int]) -> set[int]:
    first = "args_kwargs__args__0"
    ready = DBTaskResult.objects.ready().filter(**{"task_path": task_path, f"{first}__in": list(firsts)})
    return set(ready.order_by().values_list(first, flat=True))


def due(alias: str, *, before: datetime) -> dict[str, datetime]:
    no_hour = get_date_max()
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, backend_name=alias).order_by()
    soon = waiting.filter(Q(run_after=no_hour) | Q(run_after__lte=before))
    hour = Case(When(run_after=no_hour, then=Value(AT_ONCE)), default="run_after")
    return dict(soon.values_list("queue_name").annotate(first=Min(hour)))


def newest(field: str) -> datetime | None:
    """The newest row. Unindexed, but the table holds an hour or two of tasks: 2 ms for 16 000 rows, 40 ms if sorted."""
    found: datetime | None = DBTaskResult.objects.order_by().aggregate(last=Max(field))["last"]
    return found

"""The default engine's table: enqueue a task once, claim it, run it, query the others.

What an idle worker asks every few seconds is written in SQL: Django took ten times as long to build these statements as
the database to run them, a third of an idle worker's time.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max
from django.tasks import Task
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, get_date_max

from veche.engine.port import AT_ONCE

type Row = DBTaskResult[Any, Any]

_TASKS = "django_tasks_database_dbtaskresult"
# A task without an hour has the largest hour in its row.
_READY = "status = 'READY' AND backend_name = %(alias)s AND (run_after = %(no_hour)s OR run_after <= %(moment)s)"
# S608: nothing in these statements comes from outside, only their parameters.
_WAITS = f"SELECT 1 FROM {_TASKS} WHERE {_READY} AND queue_name = %(queue)s LIMIT 1"  # noqa: S608
_DUE = f"""SELECT queue_name, MIN(CASE WHEN run_after = %(no_hour)s THEN %(at_once)s ELSE run_after END)
FROM {_TASKS} WHERE {_READY} GROUP BY queue_name"""  # noqa: S608
_PENDING = f"""SELECT 1 FROM {_TASKS}
WHERE status IN ('READY', 'RUNNING') AND task_path = %(path)s AND args_kwargs = %(args)s LIMIT 1"""  # noqa: S608
_ENQUEUE = f"""INSERT INTO {_TASKS}
(id, status, enqueued_at, args_kwargs, priority, task_path, queue_name, backend_name, run_after, worker_ids,
 exception_class_path, traceback)
VALUES (%(id)s, 'READY', %(moment)s, %(args)s, %(priority)s, %(path)s, %(queue)s, %(alias)s, %(run_after)s, '[]',
 '', '')
ON CONFLICT (id) DO NOTHING"""  # noqa: S608
# One statement, so that no second worker can claim the row in between; SQLite lets one writer in at a time.
_TAKE = f"""UPDATE {_TASKS} SET status = 'RUNNING', started_at = %(moment)s, worker_ids = {{appended}}
WHERE id = (SELECT id FROM {_TASKS} WHERE {_READY} AND queue_name = %(queue)s
ORDER BY priority DESC, run_after, enqueued_at LIMIT 1 {{lock}}) RETURNING *"""  # noqa: S608
_TAKE_ON = {
    "sqlite": _TAKE.format(appended="json_insert(worker_ids, '$[#]', %(worker)s)", lock=""),
    "postgresql": _TAKE.format(
        appended="worker_ids || jsonb_build_array(%(worker)s::text)", lock="FOR UPDATE SKIP LOCKED"
    ),
}


def take(alias: str, queue: str, worker_id: str) -> Row | None:
    given = {"alias": alias, "queue": queue, "no_hour": get_date_max(), "moment": timezone.now()}
    # On SQLite claiming takes the only write lock, so check without it first.
    if not _asked(_WAITS, given):
        return None
    claimed = DBTaskResult.objects.raw(_TAKE_ON[connection.vendor], {**given, "worker": worker_id})
    return next(iter(claimed), None)


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


def enqueue_once(alias: str, task: Task[Any, Any], args: tuple[str, ...], *, key: UUID) -> bool:
    """Insert the task under this key. False if the key exists: it decides between workers without a lock."""
    given = {
        "id": key if connection.features.has_native_uuid_field else key.hex,
        "moment": timezone.now(),
        "args": _stored(args),
        "priority": task.priority,
        "path": task.module_path,
        "queue": task.queue_name,
        "alias": alias,
        "run_after": task.run_after or get_date_max(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ENQUEUE, _adapted(given))
        return int(cursor.rowcount) == 1


def is_pending(task_path: str, args: tuple[str, ...]) -> bool:
    return bool(_asked(_PENDING, {"path": task_path, "args": _stored(args)}))


def waiting(task_path: str, firsts: Collection[int]) -> set[int]:
    first = "args_kwargs__args__0"
    ready = DBTaskResult.objects.ready().filter(**{"task_path": task_path, f"{first}__in": list(firsts)})
    return set(ready.order_by().values_list(first, flat=True))


def due(alias: str, *, before: datetime) -> dict[str, datetime]:
    found = _asked(_DUE, {"alias": alias, "no_hour": get_date_max(), "moment": before, "at_once": AT_ONCE})
    return {queue: _moment(hour) for queue, hour in found}


def newest(field: str) -> datetime | None:
    """The newest row. Unindexed, but the table holds half an hour of tasks: 0.5 ms for 5,000 rows, more if sorted."""
    found: datetime | None = DBTaskResult.objects.order_by().aggregate(last=Max(field))["last"]
    return found


def _stored(args: tuple[str, ...]) -> Any:
    return connection.ops.adapt_json_value({"args": list(args), "kwargs": {}}, None)


def _asked(statement: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, _adapted(given))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _adapted(given: Mapping[str, Any]) -> dict[str, Any]:
    moments = connection.ops.adapt_datetimefield_value
    return {name: moments(value) if isinstance(value, datetime) else value for name, value in given.items()}


def _moment(stored: Any) -> datetime:
    """SQLite keeps moments as text."""
    return datetime.fromisoformat(stored).replace(tzinfo=UTC) if isinstance(stored, str) else stored

"""The second engine, for workers on several machines: Procrastinate's tables, functions and heartbeats on PostgreSQL.

Lanes, ticker and guarantees are the same; only the storage differs. A job's `args` hold the arguments and, after it
ended with a result, `outcome` and the workers that ran it. A worker without a heartbeat for `STALLED_SECONDS` is dead,
by the database's clock.
"""

import json
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from traceback import format_exception
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.db.models import Min, Q
from django.db.models.functions import Coalesce
from django.tasks import Task, TaskContext, TaskResult, TaskResultStatus
from django.tasks.base import TaskError
from django.tasks.exceptions import TaskResultDoesNotExist
from django.tasks.signals import task_finished, task_started
from django.utils import timezone
from django.utils.json import normalize_json
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob
from procrastinate.jobs import Job
from procrastinate.sql import queries

from veche.engine.faults import MAX_STARTS, WorkerDied
from veche.engine.port import AT_ONCE

log = logging.getLogger(__name__)

STALLED_SECONDS = 30.0  # Procrastinate's own default
KEEP_SUCCESSFUL_HOURS, KEEP_FAILED_HOURS = 1, 7 * 24

STATUS = {
    "todo": TaskResultStatus.READY,
    "doing": TaskResultStatus.RUNNING,
    "succeeded": TaskResultStatus.SUCCESSFUL,
    "failed": TaskResultStatus.FAILED,
}
# Only the worker that holds the job may end it; one that was stopped for too long has lost it.
_MINE = """WHERE id = %(id)s AND status = 'doing' AND attempts = %(attempts)s
             AND worker_id IS NOT DISTINCT FROM %(worker)s::bigint"""
_NOTE = f"UPDATE procrastinate_jobs SET args = args || %(more)s {_MINE}"  # noqa: S608 -- no words of anybody's
_FINISH = f"SELECT procrastinate_finish_job_v1(id, %(status)s, false) AS done FROM procrastinate_jobs {_MINE}"  # noqa: S608
_GIVE_BACK = f"SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) AS done FROM procrastinate_jobs {_MINE}"  # noqa: S608
_BEAT = "SELECT procrastinate_update_heartbeat_v1(id) FROM unnest(%(workers)s::bigint[]) AS id"
_TOO_LONG = """
SELECT job.id, job.status, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name, attempts, worker_id
  FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'started'
 WHERE job.status = 'doing' GROUP BY job.id HAVING MAX(event.at) < now() - make_interval(secs => %(seconds)s)
"""


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job claimed by a lane; `worker`: the lane's number in Procrastinate, None when that is gone."""

    id: int
    task_path: str
    queue: str
    priority: int
    args: Mapping[str, Any]
    attempts: int
    worker: int | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "ClaimedJob":
        return cls(
            row["id"],
            row["task_name"],
            row["queue_name"],
            row["priority"],
            json.loads(row["args"]),  # Django leaves jsonb as text to whoever asks without a model
            row["attempts"],
            row["worker_id"],
        )

    @classmethod
    def of_model(cls, row: ProcrastinateJob) -> "ClaimedJob":
        return cls(row.id, row.task_name, row.queue_name, row.priority, row.args, row.attempts, row.worker_id)  # type: ignore[attr-defined]

    @property
    def mine(self) -> dict[str, Any]:
        return {"id": self.id, "worker": self.worker, "attempts": self.attempts}

    @property
    def task(self) -> Task[Any, Any]:
        found = import_string(self.task_path)
        if not isinstance(found, Task):
            raise SuspiciousOperation(f"Job {self.id} does not point to a task ({self.task_path})")
        return found.using(queue_name=self.queue, priority=self.priority)


def defer(task: Task[Any, Any], args: Mapping[str, Any]) -> int:
    """Insert a job, within the open transaction if there is one."""
    job = Job(
        id=None,
        queue=task.queue_name,
        lock=None,
        queueing_lock=None,
        task_name=task.module_path,
        task_kwargs=dict(args),
        scheduled_at=task.run_after,
        priority=task.priority,
    )
    return cast("int", app.job_manager.defer_job(job).id)


def defer_once(task: Task[Any, Any], args: Mapping[str, Any], *, name: str, window: int) -> bool:
    row = _one(
        "defer_periodic_job",
        queue=task.queue_name,
        lock=None,
        queueing_lock=None,
        task_name=task.module_path,
        priority=task.priority,
        periodic_id=name,
        defer_timestamp=window,
        args=dict(args),
    )
    return row["id"] is not None


def is_pending(task_path: str, args: tuple[str, ...]) -> bool:
    waiting = ProcrastinateJob.objects.filter(task_name=task_path, status__in=("todo", "doing"))
    return bool(waiting.filter(args__args=list(args)).exists())


def waiting(task_path: str, firsts: Collection[int]) -> set[int]:
    due = Q(scheduled_at=None) | Q(scheduled_at__lte=timezone.now())
    ready = ProcrastinateJob.objects.filter(due, task_name=task_path, status="todo", args__args__0__in=list(firsts))
    return set(ready.order_by().values_list("args__args__0", flat=True))


def register() -> int:
    return cast("int", _one("register_worker")["worker_id"])


def beat(workers: list[int]) -> None:
    app.connector.get_sync_connector().execute_query(query=_BEAT, workers=workers)


def take(queue: str, worker: int) -> ClaimedJob | None:
    row = _one("fetch_job", queues=[queue], worker_id=worker)
    return ClaimedJob.of(row) if row["id"] is not None else None


def due(*, before: datetime) -> dict[str, datetime]:
    waiting = ProcrastinateJob.objects.filter(status="todo").order_by()
    soon = waiting.filter(Q(scheduled_at=None) | Q(scheduled_at__lte=before))
    return dict(soon.values_list("queue_name").annotate(first=Min(Coalesce("scheduled_at", AT_ONCE))))


def run(held: ClaimedJob, worker_id: str, *, backend: type) -> None:
    workers = [*held.args.get("workers", ()), worker_id]
    try:
        task = held.task
        context = result_of(held.id, task, "doing", {**held.args, "workers": workers})
        task_started.send(sender=backend, task_result=context)
        before: tuple[Any, ...] = (TaskContext(task_result=context),) if task.takes_context else ()
        returned = normalize_json(task.call(*before, *held.args["args"], **held.args["kwargs"]))
    except Exception as error:  # a task's outermost handler: the error is stored in its row
        log.exception("task failed", extra={"task": held.task_path, "task_id": held.id})
        _end(held, "failed", {"workers": workers, "outcome": _failure(error, "".join(format_exception(error)))})
    else:
        telling = returned is not None or len(workers) > 1
        _end(held, "succeeded", {"workers": workers, "outcome": {"returned": returned}} if telling else None)
        task_finished.send(sender=backend, task_result=result_of(held.id, task, "succeeded", held.args))


def give_back_cut_off(queue: str, worker: int) -> None:
    rows = ProcrastinateJob.objects.filter(status="doing", queue_name=queue, worker_id=worker)
    for row in rows:
        _give_back(ClaimedJob.of_model(row))


def reap() -> int:
    """Give back jobs of dead or stopped workers, and jobs that run longer than any task may."""
    ask = app.connector.get_sync_connector().execute_query_all
    stalled = ask(
        query=queries["select_stalled_jobs_by_heartbeat"],
        queue=None,
        task_name=None,
        seconds_since_heartbeat=STALLED_SECONDS,
    )
    too_long = ask(query=_TOO_LONG, seconds=settings.TASK_SECONDS)
    found = {row["id"]: ClaimedJob.of(row) for row in (*stalled, *too_long)}
    given = sum(_give_back(held) for held in found.values())
    ask(query=queries["prune_stalled_workers"], seconds_since_heartbeat=STALLED_SECONDS * 4)
    return given


def _give_back(held: ClaimedJob) -> bool:
    """Make a job wait again, or fail it after `MAX_STARTS`. False if it has changed since it was read."""
    workers = [*held.args.get("workers", ()), f"procrastinate:{held.worker}"]
    log.warning("task given back", extra={"task": held.task_path, "task_id": held.id, "starts": len(workers)})
    if len(workers) < MAX_STARTS:
        return _move(held, _GIVE_BACK, {"workers": workers})
    told = f"The task was started {len(workers)} times and its worker died each time: {', '.join(workers)}"
    return _end(held, "failed", {"workers": workers, "outcome": _failure(WorkerDied(), told)})


def _end(held: ClaimedJob, status: str, more: Mapping[str, Any] | None) -> bool:
    return _move(held, _FINISH, more, status=status)


def _move(held: ClaimedJob, query: str, more: Mapping[str, Any] | None, **arguments: Any) -> bool:
    connector = app.connector.get_sync_connector()
    with transaction.atomic():
        if more is not None:
            connector.execute_query(query=_NOTE, more=dict(more), **held.mine)
        return bool(connector.execute_query_all(query=query, **arguments, **held.mine))


def prune() -> int:
    before = ProcrastinateJob.objects.count()
    delete = app.connector.get_sync_connector().execute_query
    for status, hours in (("succeeded", KEEP_SUCCESSFUL_HOURS), ("failed", KEEP_FAILED_HOURS)):
        delete(query=queries["delete_old_jobs"], nb_hours=hours, queue=None, statuses=[status])
    return max(before - ProcrastinateJob.objects.count(), 0)


def newest(*kinds: str) -> datetime | None:
    events = ProcrastinateEvent.objects.filter(type__in=kinds).order_by("-id")
    found: datetime | None = events.values_list("at", flat=True).first()
    return found


def result(number: str) -> TaskResult[Any, Any]:
    row = ProcrastinateJob.objects.filter(pk=int(number)).first() if number.isdecimal() else None
    if row is None:
        raise TaskResultDoesNotExist(number)
    return result_of_row(row)


def result_of_row(row: ProcrastinateJob) -> TaskResult[Any, Any]:
    return result_of(row.id, ClaimedJob.of_model(row).task, row.status, row.args)


def result_of(number: int, task: Task[Any, Any], status: str, args: Mapping[str, Any]) -> TaskResult[Any, Any]:
    outcome = args.get("outcome", {})
    failed = [TaskError(**outcome["error"])] if "error" in outcome else []
    made: TaskResult[Any, Any] = TaskResult(
        task=task,
        id=str(number),
        status=STATUS.get(status, TaskResultStatus.FAILED),
        enqueued_at=None,
        started_at=None,
        finished_at=None,
        last_attempted_at=None,
        args=args["args"],
        kwargs=args["kwargs"],
        backend=task.backend,
        errors=failed,
        worker_ids=list(args.get("workers", ())),
    )
    object.__setattr__(made, "_return_value", outcome.get("returned"))
    return made


def _failure(error: BaseException, told: str) -> dict[str, Any]:
    kind = type(error)
    return {"error": {"exception_class_path": f"{kind.__module__}.{kind.__qualname__}", "traceback": told}}


def _one(name: str, **arguments: Any) -> dict[str, Any]:
    return app.connector.get_sync_connector().execute_query_one(query=queries[name], **arguments)

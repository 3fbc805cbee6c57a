"""Waiting tasks in the engine of the run (VECHE_ENGINE), for tests."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections
from django.tasks import Task, TaskResult
from django_tasks_db.models import DBTaskResult, get_date_max

IS_DATABASE = settings.ENGINE == "database"


@dataclass(frozen=True, slots=True)
class Row:
    """One task as its engine stores it; `queue` and `args` as enqueued."""

    task_path: str
    queue: str
    args: list[Any]
    task_result: TaskResult[Any, Any]

    @property
    def status(self) -> str:
        return str(self.task_result.status)

    @property
    def worker_ids(self) -> list[str]:
        return self.task_result.worker_ids

    @property
    def exception_class_path(self) -> str:
        return self.task_result.errors[0].exception_class_path

    @property
    def traceback(self) -> str:
        return self.task_result.errors[0].traceback


def rows(alias: str = "default") -> list[Row]:
    return _database_rows(alias) if IS_DATABASE else _job_rows(alias)


def _database_rows(alias: str, **which: Any) -> list[Row]:
    found = DBTaskResult.objects.using(alias).filter(**which).order_by("enqueued_at")
    return [Row(row.task_path, row.queue_name, row.args_kwargs["args"], row.task_result) for row in found]


def _job_rows(alias: str, **which: Any) -> list[Row]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    from veche.engine import jobs

    found = ProcrastinateJob.objects.using(alias).filter(**which).order_by("id")
    return [Row(row.task_name, row.queue_name, row.args["args"], jobs.result_of_row(row)) for row in found]


def look(alias: str, key: Any) -> Row:
    (found,) = _database_rows(alias, id=key) if IS_DATABASE else _job_rows(alias, id=key)
    return found


def set_status(status: str) -> None:
    """Set the status of all tasks."""
    if IS_DATABASE:
        from django.utils import timezone

        DBTaskResult.objects.update(status=status, started_at=timezone.now())
        return
    word = {"READY": "todo", "RUNNING": "doing"}[status]
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s", [word])


def finish_all(at: Any) -> None:
    """Mark every task as finished at that time by a worker of the default engine."""
    DBTaskResult.objects.update(status="SUCCESSFUL", started_at=at, finished_at=at)


def make_tables(alias: str) -> None:
    if IS_DATABASE:
        with connections[alias].schema_editor() as editor:
            editor.create_model(DBTaskResult)
        return
    from procrastinate.contrib.django.django_connector import DjangoConnector
    from procrastinate.schema import SchemaManager

    SchemaManager(DjangoConnector(alias=alias)).apply_schema()


def put(alias: str, task: Task[..., object], *args: object) -> Any:
    """Enqueue a task and return its id."""
    if IS_DATABASE:
        key = uuid.uuid4()
        DBTaskResult.objects.using(alias).create(
            id=key,
            args_kwargs={"args": list(args), "kwargs": {}},
            task_path=task.module_path,
            queue_name=task.queue_name,
            backend_name="default",
            run_after=get_date_max(),
        )
        return key
    from procrastinate.contrib.django.django_connector import DjangoConnector
    from procrastinate.jobs import Job
    from procrastinate.manager import JobManager

    given: dict[str, Any] = {"args": list(args), "kwargs": {}}
    job = Job(
        id=None,
        queue=task.queue_name,
        lock=None,
        queueing_lock=None,
        task_name=task.module_path,
        task_kwargs=given,
    )
    return JobManager(DjangoConnector(alias=alias)).defer_job(job).id


def forget_all(alias: str) -> None:
    if IS_DATABASE:
        DBTaskResult.objects.using(alias).all().delete()
        return
    from veche.engine import procrastinate

    procrastinate._lanes.clear()
    with connections[alias].cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_events CASCADE")


type Put = Callable[..., Any]

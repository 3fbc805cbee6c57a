"""The default engine: give back tasks of dead workers, fail those that kill workers, delete old rows."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from veche.engine.faults import MAX_STARTS, WorkerDied
from veche.engine.identity import WorkerId
from veche.engine.rows import Row

log = logging.getLogger(__name__)

# A paused worker may wake up and finish: it is given a little time before its task runs elsewhere too.
STOPPED_FOR = timedelta(seconds=15)
KEEP_FAILED = timedelta(days=7)
# Periodic tasks leave 10,000 rows an hour; what they did stands in the log and in the rooms' own rows. Longer than the
# windows of the tasks that run for each network: a row holds its window.
KEEP_SUCCESSFUL = timedelta(minutes=20)
# Hosts' clocks differ by less; what has ended later than now is of a clock that was set back, and holds a window taken
# that comes again.
AHEAD = timedelta(minutes=1)
BATCH = 500


def reap() -> int:
    """Give back every task whose worker is dead. Returns their number."""
    now = timezone.now()
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    return sum(give_back(row) for row in running if _is_abandoned(row, now))


def give_back_cut_off(worker_id: str) -> None:
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        if row.worker_ids[-1:] == [worker_id]:
            give_back(row)


def give_back(row: Row) -> bool:
    """Set the row to READY, or to FAILED after `MAX_STARTS`. False if it has changed since it was read."""
    mine = DBTaskResult.objects.filter(id=row.id, status=TaskResultStatus.RUNNING, started_at=row.started_at)
    starts = len(row.worker_ids)
    log.warning("task given back", extra={"task": row.task_path, "task_id": str(row.id), "starts": starts})
    if starts < MAX_STARTS:
        return bool(mine.update(status=TaskResultStatus.READY))
    return bool(
        mine.update(
            status=TaskResultStatus.FAILED,
            finished_at=timezone.now(),
            exception_class_path=f"{WorkerDied.__module__}.{WorkerDied.__qualname__}",
            traceback=f"The task was started {starts} times and its worker died each time: {', '.join(row.worker_ids)}",
        )
    )


def prune() -> int:
    """Delete finished rows past their retention, in batches that hold the write lock briefly. Returns their number."""
    now = timezone.now()
    past = Q(finished_at__lt=now - KEEP_SUCCESSFUL) & ~Q(id__in=_newest(now)) | Q(finished_at__gt=now + AHEAD)
    return _forget(past, TaskResultStatus.SUCCESSFUL) + _forget(
        Q(finished_at__lt=now - KEEP_FAILED), TaskResultStatus.FAILED
    )


def _newest(now: datetime) -> Collection[UUID]:
    """The last row of each task; for a daily task it records that today's is done."""
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lte=now + AHEAD)
    return dict(done.order_by("finished_at").values_list("task_path", "id")).values()


def _forget(past: Q, status: TaskResultStatus) -> int:
    old = DBTaskResult.objects.filter(past, status=status).order_by()
    total = 0
    while batch := list(old.values_list("id", flat=True)[:BATCH]):
        total += DBTaskResult.objects.filter(id__in=batch).delete()[0]
    return total


def _is_abandoned(row: Row, now: datetime) -> bool:
    age = now - (row.started_at or row.enqueued_at)
    if age > timedelta(seconds=settings.TASK_SECONDS):
        return True
    try:
        worker = WorkerId.parse(row.worker_ids[-1])
    except ValueError:
        return False
    if not worker.is_here:
        return False
    return worker.is_dead or (age > STOPPED_FOR and worker.is_stopped)

"""A lane: one thread that runs the tasks of one queue, so that a dead network delays nobody but itself."""

import logging
import threading
from datetime import timedelta

from django.db import close_old_connections, connection
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from veche.engine import reaper
from veche.engine.identity import WorkerId

log = logging.getLogger(__name__)

POLL_SECONDS = 0.2
AFTER_TROUBLE_SECONDS = 1.0


class Lane(threading.Thread):
    """Runs until `stop` is set and the task in hand has ended. Trouble with the database ends no lane."""

    def __init__(self, *, queue: str, stop: threading.Event | None = None) -> None:
        super().__init__(name=f"lane-{queue}", daemon=True)
        self._queue = queue
        self._stop_event = stop or threading.Event()
        self.worker_id = str(WorkerId.mine(queue))
        self._runner = Worker(
            queue_names=[queue],
            interval=POLL_SECONDS,
            batch=False,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=self.worker_id,
            excluded_queue_names=[],
        )

    def run(self) -> None:
        pause = 0.0
        while not self._stop_event.wait(pause):
            try:
                pause = 0.0 if self.run_next() else self._seconds_to_next()
            except Exception:  # the edge of a thread: what failed is in the log, the lane goes on
                log.exception("lane in trouble", extra={"worker": self.worker_id})
                pause = AFTER_TROUBLE_SECONDS
                self._start_afresh()
        connection.close()

    def run_next(self) -> bool:
        """Run one task, if there is one."""
        row = self._claim()
        if row is None:
            return False
        log.debug("task starts", extra={"task": row.task_path, "task_id": str(row.id)})
        self._runner.run_task(row)
        close_old_connections()
        return True

    def _seconds_to_next(self) -> float:
        """A task with an hour of its own starts at that hour, not at the next look."""
        waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, queue_name=self._queue)
        soon = timezone.now() + timedelta(seconds=POLL_SECONDS)
        first = waiting.filter(run_after__lte=soon).order_by("run_after").values_list("run_after", flat=True).first()
        return max((first - timezone.now()).total_seconds(), 0.0) if first else POLL_SECONDS

    def _claim(self) -> reaper.Row | None:
        waiting = DBTaskResult.objects.ready().filter(queue_name=self._queue, backend_name=DEFAULT_TASK_BACKEND_ALIAS)
        # On SQLite claiming takes the one write lock: look first, without it.
        if not waiting.order_by().exists():
            return None
        with exclusive_transaction():
            row: reaper.Row | None = waiting.get_locked()
            if row is not None:
                row.claim(self.worker_id)
        return row

    def _start_afresh(self) -> None:
        """A lane runs one task at a time: what still stands as running under its name was cut off by the trouble."""
        connection.close()
        try:
            for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
                if row.worker_ids[-1:] == [self.worker_id]:
                    reaper.give_back(row)
        except Exception:  # the database is still away: the reaper will see the row when it is back
            log.exception("lane could not give its task back", extra={"worker": self.worker_id})

"""A lane: one thread that runs the tasks of one queue, so that a dead network delays nobody but itself."""

import logging
import threading
import time
from datetime import timedelta

from django.db import close_old_connections, connection
from django.utils import timezone

from veche.engine import rush
from veche.engine.identity import WorkerId
from veche.engine.port import Taken, engine
from veche.engine.queues import is_reading

log = logging.getLogger(__name__)

POLL_SECONDS = 0.2
AFTER_TROUBLE_SECONDS = 1.0


class Lane(threading.Thread):
    """Runs until `stop` is set and the task in hand has ended. Trouble with the database ends no lane."""

    def __init__(self, *, queue: str, stop: threading.Event | None = None) -> None:
        super().__init__(name=f"lane-{queue}", daemon=True)
        self._queue = queue
        self._stop_event = stop or threading.Event()
        self._idle = True
        self._reads = is_reading(queue)
        self.worker_id = str(WorkerId.mine(queue))

    def run(self) -> None:
        pause = 0.0
        while not self._stop_event.wait(pause):
            try:
                self._let_others_pass()
                pause = 0.0 if self.run_next() else self._seconds_to_next()
            except Exception:  # the edge of a thread: what failed is in the log, the lane goes on
                log.exception("lane in trouble", extra={"worker": self.worker_id})
                pause = AFTER_TROUBLE_SECONDS
                self._start_afresh()
        connection.close()

    def run_next(self) -> bool:
        """Run one task, if there is one."""
        taken = self._claim()
        self._idle = taken is None
        if taken is None:
            return False
        log.debug("task starts", extra={"task": taken.task_path, "task_id": str(taken.id)})
        engine().run(taken, self.worker_id)
        if not self._reads:
            rush.ended()
        close_old_connections()
        return True

    def _let_others_pass(self) -> None:
        until = time.monotonic() + rush.LONGEST_SECONDS
        while self._reads and rush.is_on() and time.monotonic() < until and not self._stop_event.wait(POLL_SECONDS):
            pass

    def _claim(self) -> Taken | None:
        return engine().take(self._queue, self.worker_id, look_first=self._idle)

    def _seconds_to_next(self) -> float:
        """A task with an hour of its own starts at that hour, not at the next look."""
        soon = timezone.now() + timedelta(seconds=POLL_SECONDS)
        hour = engine().next_hour(self._queue, before=soon)
        return max((hour - timezone.now()).total_seconds(), 0.0) if hour else POLL_SECONDS

    def _start_afresh(self) -> None:
        connection.close()
        try:
            engine().give_back_cut_off(self._queue, self.worker_id)
        except Exception:  # the database is still away: the reaper will see the row when it is back
            log.exception("lane could not give its task back", extra={"worker": self.worker_id})

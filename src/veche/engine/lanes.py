"""A lane: one thread that runs the tasks of one queue, so that a dead network delays only itself."""

import logging
import threading
import time

from django.db import close_old_connections, connection

from veche.engine import read_backpressure
from veche.engine.identity import WorkerId
from veche.engine.port import engine
from veche.engine.queues import is_reading
from veche.kernel.frame_memory import call_with_room

log = logging.getLogger(__name__)

# A lane that is not woken checks its queue by itself.
LONGEST_WAIT_SECONDS = 2.0
AFTER_TROUBLE_SECONDS = 1.0


class Lane(threading.Thread):
    """Runs until `stop` is set and the current task has ended. Database errors do not end a lane."""

    def __init__(self, *, queue: str, stop: threading.Event | None = None) -> None:
        super().__init__(name=f"lane-{queue}", daemon=True)
        self.queue = queue
        self._stop_event = stop or threading.Event()
        self._called = threading.Event()
        self._reads = is_reading(queue)
        self.worker_id = str(WorkerId.mine(queue))

    def call(self) -> None:
        """Wake the lane: a task may be ready, or it is time to stop."""
        self._called.set()

    def run(self) -> None:
        call_with_room(self._work)

    def _work(self) -> None:
        while self._goes_on():
            try:
                if not self.run_next():
                    self._called.wait(LONGEST_WAIT_SECONDS)
            except Exception:  # a thread's outermost handler: log and go on
                log.exception("lane in trouble", extra={"worker": self.worker_id})
                self._start_afresh()
                self._stop_event.wait(AFTER_TROUBLE_SECONDS)
        connection.close()

    def run_next(self) -> bool:
        """Run one task. False if there was none."""
        taken = engine().take(self.queue, self.worker_id)
        if taken is None:
            return False
        log.debug("task starts", extra={"task": taken.task_path, "task_id": str(taken.id)})
        engine().run(taken, self.worker_id)
        if not self._reads:
            read_backpressure.note_sending_task_ended()
        close_old_connections()
        return True

    def _goes_on(self) -> bool:
        """Wait while sending lanes are busy, if this lane reads. False when it is time to stop."""
        self._called.clear()  # before checking for stop and task, so that no wake-up is lost
        self._wait_for_sending_lanes()
        return not self._stop_event.is_set()

    def _wait_for_sending_lanes(self) -> None:
        until = time.monotonic() + read_backpressure.LONGEST_SECONDS
        while self._reads and read_backpressure.is_active() and time.monotonic() < until:
            if self._stop_event.wait(read_backpressure.POLL_SECONDS):
                return

    def _start_afresh(self) -> None:
        connection.close()
        try:
            engine().give_back_cut_off(self.queue, self.worker_id)
        except Exception:  # the database is still down: the reaper gives the task back later
            log.exception("lane could not give its task back", extra={"worker": self.worker_id})

"""The thread of a worker that enqueues periodic tasks and runs the engine's own chores.

Time is cut into windows: of `every_seconds`, or from one day's `at_hour` in the city to the next. A task is identified
by name and window, so several workers together enqueue one a window.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from datetime import time as time_of_day

from django.db import DatabaseError, connection
from django.tasks import Task
from django.utils.module_loading import import_string

from veche.engine.port import engine
from veche.engine.schedule import Chore, Periodic
from veche.kernel import clock

log = logging.getLogger(__name__)

# Seconds: a clock that is set back is noticed so soon.
LONGEST_WAIT = 2.0


def enqueue_due(periodic: Periodic, *, now: float, zone: str = "UTC") -> bool:
    """Enqueue the task for the window of `now` (Unix seconds). False if it exists or an older one still waits."""
    task: Task[..., object] = import_string(periodic.task_path)
    if engine().is_pending(task, periodic.args):
        return False
    window, _ = window_of(periodic, now, zone)
    name = f"{periodic.name}:{periodic.every_seconds if periodic.at_hour is None else f'at {periodic.at_hour}'}"
    return engine().enqueue_once(task.using(queue_name=periodic.queue), periodic.args, name=name, window=window)


def window_of(row: Periodic | Chore, now: float, zone: str = "UTC") -> tuple[int, float]:
    """The number of the window of `now` and when the next one begins (Unix seconds). `zone` is for `at_hour`."""
    if isinstance(row, Chore) or row.at_hour is None:
        number = int(now // row.every_seconds)
        return number, (number + 1) * row.every_seconds
    hour = time_of_day(row.at_hour)
    moment = datetime.fromtimestamp(now, UTC)
    day = clock.local(moment, zone).date()
    if moment < clock.at(day, hour, zone):
        day -= clock.DAY
    return day.toordinal(), clock.at(day + clock.DAY, hour, zone).timestamp()


class Ticker(threading.Thread):
    """Runs until `stop` is set. Failures are logged and retried in the next window."""

    def __init__(
        self,
        *,
        periodics: Sequence[Periodic],
        chores: Sequence[Chore],
        zone: Callable[[], str],
        stop: threading.Event,
    ) -> None:
        super().__init__(name="ticker", daemon=True)
        self._stop_event = stop
        self._zone = zone
        self._jobs: list[tuple[Periodic | Chore, Callable[[], object]]] = [
            # Heartbeat first: on a busy machine the other chores may take long.
            *((row, import_string(row.function_path)) for row in chores),
            *((row, self._enqueuer(row)) for row in periodics),
        ]
        # A worker that has just started first looks at what its predecessor left behind.
        self._due = {row.name: 0.0 for row, _ in self._jobs}

    def run(self) -> None:
        before = time.time()
        while not self._stop_event.wait(self._seconds_to_next()):
            now = time.time()
            if now < before:  # the clock was set back: what was due by the old one is due now
                self._due = dict.fromkeys(self._due, 0.0)
            before = now
            for row, job in self._jobs:
                if self._due[row.name] <= now:
                    _, self._due[row.name] = window_of(row, now, self._zone_of(row))
                    self._do(row.name, job)
        connection.close()

    def _seconds_to_next(self) -> float:
        wait = min(self._due.values(), default=time.time() + 1) - time.time()
        return min(max(wait, 0.0), LONGEST_WAIT)

    @staticmethod
    def _do(name: str, job: Callable[[], object]) -> None:
        try:
            job()
        except DatabaseError:
            log.exception("periodic work failed", extra={"work": name})
            connection.close()
        except Exception:  # one failing row must not stop the others
            log.exception("periodic work failed", extra={"work": name})

    def _enqueuer(self, row: Periodic) -> Callable[[], object]:
        return lambda: enqueue_due(row, now=time.time(), zone=self._zone_of(row))

    def _zone_of(self, row: Periodic | Chore) -> str:
        """The zone of a row, read each time because it may change while the worker runs; most rows need none."""
        return self._zone() if isinstance(row, Periodic) and row.at_hour is not None else "UTC"

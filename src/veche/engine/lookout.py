"""The thread of a worker that looks for all its lanes: one question a turn, however many lanes there are.

Ten lanes that asked for themselves, five times a second each, took a tenth of a core at rest.
"""

import logging
import threading
from collections.abc import Sequence
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from veche.engine.lanes import AFTER_TROUBLE_SECONDS, Lane
from veche.engine.port import engine

log = logging.getLogger(__name__)

TURN_SECONDS = 0.2


class Lookout(threading.Thread):
    """Runs until `stop` is set, calls each lane whose queue has a task that may start, then lets them go home."""

    def __init__(self, *, lanes: Sequence[Lane], stop: threading.Event) -> None:
        super().__init__(name="lookout", daemon=True)
        self._lanes = lanes
        self._stop_event = stop

    def run(self) -> None:
        pause = 0.0
        while not self._stop_event.wait(pause):
            try:
                pause = self.look()
            except Exception:  # the edge of a thread: what failed is in the log, the next turn asks anew
                log.exception("lookout in trouble")
                pause = AFTER_TROUBLE_SECONDS
                connection.close()
        for lane in self._lanes:
            lane.call()
        connection.close()

    def look(self) -> float:
        """Call whom it concerns; seconds to the next look. A task with an hour of its own starts at that hour."""
        moment = timezone.now()
        hours = engine().due(before=moment + timedelta(seconds=TURN_SECONDS))
        ready = {queue for queue, hour in hours.items() if hour <= moment}
        for lane in self._lanes:
            if lane.queue in ready:
                lane.call()
        later = [(hour - moment).total_seconds() for hour in hours.values() if hour > moment]
        return min(later, default=TURN_SECONDS)

"""Backpressure for reading: while many tasks are sent, readers pause, because they would take the processor.

A dead network causes none: only finished tasks count.
"""

import time
from collections import deque

# So many ended tasks of sending lanes in a second are a burst; a reader waits for its end at most so long, checking
# so often.
BUSY_TASKS, WITHIN_SECONDS, LONGEST_SECONDS, POLL_SECONDS = 10, 1.0, 3.0, 0.2

_ended: deque[float] = deque(maxlen=BUSY_TASKS)


def note_sending_task_ended() -> None:
    """Count a finished task of a sending lane."""
    _ended.append(time.monotonic())


def is_active() -> bool:
    """Whether readers should pause now."""
    return len(_ended) == BUSY_TASKS and time.monotonic() - _ended[0] < WITHIN_SECONDS

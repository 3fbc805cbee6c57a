"""When much goes out at once, reading waits a little: proofs and polls would take the processor from what is due.

A dead network makes no rush: only tasks that end count.
"""

import time
from collections import deque

# So many ended tasks of sending lanes in a second are a rush; a reader lets it pass for so long at most,
# looking so often.
MANY, WITHIN_SECONDS, LONGEST_SECONDS, LOOK_SECONDS = 10, 1.0, 3.0, 0.2

_ended: deque[float] = deque(maxlen=MANY)


def ended() -> None:
    """A sending lane has ended a task."""
    _ended.append(time.monotonic())


def is_on() -> bool:
    return len(_ended) == MANY and time.monotonic() - _ended[0] < WITHIN_SECONDS

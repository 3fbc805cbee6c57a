"""How often the plan's calendar is answered: programs ask once an hour or so, and the page has no session.

Counted in the memory of each process, because an answer may write nothing.
"""

import threading
import time
from collections import Counter

MINUTE = 60.0
# Of one secret address, and of all requests with an unknown one.
MOST_OF_ONE, MOST_UNKNOWN = 20, 120
UNKNOWN = 0

_lock = threading.Lock()
_counted: Counter[int] = Counter()
_since = 0.0


def is_too_often(feed: int) -> bool:
    """Count a request for the feed of this id, or `UNKNOWN`."""
    global _since  # noqa: PLW0603 -- one window for the process
    with _lock:
        if time.monotonic() - _since >= MINUTE:
            _counted.clear()
            _since = time.monotonic()
        _counted[feed] += 1
        return _counted[feed] > (MOST_OF_ONE if feed else MOST_UNKNOWN)


def forget() -> None:
    with _lock:
        _counted.clear()

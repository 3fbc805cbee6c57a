"""Whether a worker is at work, as the pages ask it."""

import time
from datetime import datetime, timedelta

from django.utils import timezone

from veche.engine.port import engine

# The shortest rows of the schedule come every few seconds, and some lane always ends one.
SILENCE = timedelta(minutes=1)
# Seconds by the clock of the process; it is loaded with its first page.
_started = time.monotonic()


def silent_since() -> datetime | None:
    """When a worker last finished a task, if that was more than `SILENCE` ago; None while one is at work, in an
    installation that has never had one, and while this process itself is no older. One query.
    """
    last = engine().last_done()
    has_just_started = time.monotonic() - _started < SILENCE.total_seconds()
    if last is None or has_just_started or timezone.now() - last <= SILENCE:
        return None
    return last

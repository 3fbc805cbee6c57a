"""Whether a worker is at work, as the pages ask it."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from veche.engine.port import engine

# The shortest rows of the schedule come every few seconds, and some lane always ends one.
SILENCE = timedelta(minutes=1)
# Seconds by the clock of the process; it is loaded with its first page.
_started = time.monotonic()


@dataclass(frozen=True, slots=True)
class Silence:
    """No worker is at work. `since`: when one last finished a task; None if none ever has."""

    since: datetime | None


def silence() -> Silence | None:
    """None while a worker has finished a task within `SILENCE`, or this process itself is no older. One query."""
    last = engine().last_done()
    has_just_started = time.monotonic() - _started < SILENCE.total_seconds()
    if has_just_started or (last is not None and timezone.now() - last <= SILENCE):
        return None
    return Silence(last)

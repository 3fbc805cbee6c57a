"""Whether a worker is running, for pages."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from veche.engine.port import engine

# The shortest rows of the schedule come every few seconds, and some lane always ends one.
SILENCE = timedelta(minutes=1)
# Seconds by the clock of the process; it is loaded with its first page.
_started = time.monotonic()
# The newest beat that this process has read; within `SILENCE` of it no query is needed.
_newest: list[datetime] = []


@dataclass(frozen=True, slots=True)
class Silence:
    """No worker is running. `since`: when one last finished a task; None if none ever has."""

    since: datetime | None


def silence() -> Silence | None:
    """The `Silence`, or None if a worker finished a task within `SILENCE` or this process is younger than that.

    One query; none for `SILENCE` after a beat was found.
    """
    moment, has_just_started = timezone.now(), time.monotonic() - _started < SILENCE.total_seconds()
    if has_just_started or any(timedelta() <= moment - beat <= SILENCE for beat in _newest):
        return None
    last = engine().last_done()
    _newest[:] = [last] if last else []
    return None if last is not None and moment - last <= SILENCE else Silence(last)


def forget_beat() -> None:
    """Forget the last beat, so that the next page queries again; for tests that reset the task rows."""
    _newest.clear()

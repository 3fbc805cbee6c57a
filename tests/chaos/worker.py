"""The product's worker with shortened clocks, and with a point where it dies or stops.

CHAOS_DIE_AT / CHAOS_STOP_AT name a point of an act, where the process gets SIGKILL or SIGSTOP once.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import django

# «before claim, after claim commit, after connect, after request body, before response, after response, before `sent`
# commit, after it»: R1 of the reliability tests.
POINTS = (
    "act.before_claim",
    "act.claimed",
    "http.connected",
    "http.request_sent",
    "http.answer_begins",
    "http.answered",
    "act.before_sent",
    "act.sent",
)
# Tasks that acts wait for run each second; the rest keeps its interval, or workers would do nothing else.
HURRIED = ("outbox.reconcile", "inbox.")
_here = threading.local()
_once = threading.Lock()


def strike(point: str, wanted: str, number: signal.Signals) -> None:
    """Send the signal. Only calls of an act count, because polls use the same HTTP client."""
    if point == "act.claimed":
        _here.acting = True
    if point.startswith("http.") and not getattr(_here, "acting", False):
        return
    if point == wanted and _once.acquire(blocking=False):
        os.kill(os.getpid(), number)


def work(tell_ready: Callable[[], object]) -> int:
    """Run until a signal; Django is set up. `tell_ready` is called when it begins to work."""
    from django.conf import settings

    from tests.chaos.clocks import shorten
    from veche.config.schedule import CHORES, PERIODIC
    from veche.engine.worker import run
    from veche.kernel import probes
    from veche.staff.domain.found import home_zone

    shorten()
    for variable, number in (("CHAOS_DIE_AT", signal.SIGKILL), ("CHAOS_STOP_AT", signal.SIGSTOP)):
        if wanted := os.environ.get(variable):
            probes.listen(partial(strike, wanted=wanted, number=number))
    hurried = [replace(row, every_seconds=1) if row.name.startswith(HURRIED) else row for row in PERIODIC]
    # Without its heartbeat Procrastinate takes a living worker for dead, and after two minutes forgets it.
    chores = [replace(row, every_seconds=2) for row in CHORES if row.name in ("engine.beat", "engine.reap")]
    tell_ready()
    return run(queues=settings.TASK_QUEUES, periodics=hurried, chores=chores, zone=home_zone)


def main() -> int:
    django.setup()
    return work(lambda: os.write(int(os.environ["CHAOS_READY_FD"]), b"1"))


if __name__ == "__main__":
    sys.exit(main())

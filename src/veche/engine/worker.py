"""A worker process: a lane for each queue, one dispatcher for all of them and one ticker, until SIGTERM or SIGINT."""

import logging
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence

from veche.engine.dispatcher import Dispatcher
from veche.engine.lanes import Lane
from veche.engine.schedule import Chore, Periodic
from veche.engine.ticker import Ticker
from veche.kernel import memory_tuning

log = logging.getLogger(__name__)

STOP_SECONDS = 25.0
# A thread that holds SQLite's write lock releases the GIL at each statement and waits for it again: with Python's
# default of 5 ms that wait would be the longest part of a transaction.
TURN_SECONDS = 0.001
SIGNALS = {signal.SIGTERM, signal.SIGINT}


def run(
    *,
    queues: Sequence[str],
    periodics: Sequence[Periodic],
    chores: Sequence[Chore],
    zone: Callable[[], str],
    stop_seconds: float = STOP_SECONDS,
) -> int:
    """Run tasks until a signal. Returns 0 if all running tasks ended within `stop_seconds`, else 1: the reaper gives
    them back.

    `zone` names the time zone of the schedule's `at_hour`.
    """
    signal.pthread_sigmask(
        signal.SIG_BLOCK, SIGNALS
    )  # before the threads start: only the main thread may receive signals
    memory_tuning.tune_memory()
    sys.setswitchinterval(TURN_SECONDS)
    stop = threading.Event()
    lanes = [Lane(queue=queue, stop=stop) for queue in queues]
    dispatcher = Dispatcher(lanes=lanes, stop=stop)
    ticker = Ticker(periodics=periodics, chores=chores, zone=zone, stop=stop)
    for thread in (*lanes, dispatcher, ticker):
        thread.start()
    log.info("worker started", extra={"lanes": list(queues)})
    number = signal.sigwait(SIGNALS)
    log.info("worker stops", extra={"signal": signal.Signals(number).name})
    stop.set()
    return _wind_down([*lanes, dispatcher, ticker], stop_seconds)


def _wind_down(threads: Sequence[threading.Thread], seconds: float) -> int:
    until = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(until - time.monotonic(), 0))
    left = [thread.name for thread in threads if thread.is_alive()]
    if left:
        log.warning("worker leaves tasks behind", extra={"lanes": left})
    return 1 if left else 0

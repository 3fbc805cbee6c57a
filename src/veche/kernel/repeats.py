"""Log a repeated error in full once, then as one line a minute with its count.

While a disk is full every lane fails several times a second: the tracebacks alone would keep it full.
"""

import logging
import re
import threading
import time
from collections import OrderedDict
from copy import copy
from dataclasses import dataclass
from types import TracebackType

EVERY_SECONDS = 60.0
# A trouble that was not seen for so long is a new one.
FORGOTTEN_AFTER_SECONDS = 600.0
MOST_KNOWN = 500

# Numbers differ from one time to the next: ids, ports, seconds.
_NUMBER = re.compile(r"\d+")
_WORDS = 100

type Trouble = tuple[str, str, str, str, str, int]


@dataclass(slots=True)
class _Known:
    """`told`, `seen`: monotonic seconds. `untold`: occurrences since the last line."""

    told: float
    seen: float
    untold: int = 0


class OneLineAMinute(logging.Filter):
    """Passes records without a traceback. Tracebacks are equal if message, error and place are the same."""

    def __init__(self) -> None:
        super().__init__()
        self._known: OrderedDict[Trouble, _Known] = OrderedDict()
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool | logging.LogRecord:
        trouble = _trouble_of(record)
        if trouble is None:
            return True
        with self._lock:
            return self._judge(trouble, record)

    def _judge(self, trouble: Trouble, record: logging.LogRecord) -> bool | logging.LogRecord:
        moment = time.monotonic()
        known = self._known.get(trouble)
        if known is None or moment - known.seen > FORGOTTEN_AFTER_SECONDS:
            self._remember(trouble, moment)
            return True
        known.seen = moment
        known.untold += 1
        if moment - known.told < EVERY_SECONDS:
            return False
        line = _without_trace(record, known.untold)
        known.told, known.untold = moment, 0
        return line

    def _remember(self, trouble: Trouble, moment: float) -> None:
        self._known[trouble] = _Known(moment, moment)
        self._known.move_to_end(trouble)
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)


def _trouble_of(record: logging.LogRecord) -> Trouble | None:
    kind, error, trace = record.exc_info or (None, None, None)
    if kind is None or trace is None:
        return None
    place = _innermost(trace)
    words = _NUMBER.sub("#", str(error))[:_WORDS]
    return record.name, str(record.msg), kind.__name__, words, place.tb_frame.f_code.co_filename, place.tb_lineno


def _innermost(trace: TracebackType) -> TracebackType:
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace


def _without_trace(record: logging.LogRecord, times: int) -> logging.LogRecord:
    kind, error, _trace = record.exc_info or (None, None, None)
    line = copy(record)
    line.exc_info = line.exc_text = line.stack_info = None
    line.__dict__ |= {"error": f"{kind.__name__ if kind else ''}: {error}", "repeated": times}
    return line

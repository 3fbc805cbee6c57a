"""Run the same work for many: an error with one of them is logged and does not stop the others."""

import logging
from collections.abc import Callable, Iterable

log = logging.getLogger(__name__)


def run_each[T](work: Callable[[T], int], things: Iterable[T]) -> int:
    """Return the sum of what `work` returns; a failed one counts 0, and the schedule runs it again."""
    return sum(_guarded(work, thing) for thing in things)


def _guarded[T](work: Callable[[T], int], thing: T) -> int:
    try:
        return work(thing)
    except Exception:  # the error of one city, person or kind of news
        log.exception("work failed for one", extra={"work": work.__qualname__, "thing": str(getattr(thing, "pk", ""))})
        return 0

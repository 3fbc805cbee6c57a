"""Do the same for many: an error with one of them is logged and holds up none of the others."""

import logging
from collections.abc import Callable, Iterable

log = logging.getLogger(__name__)


def sum_of[T](work: Callable[[T], int], things: Iterable[T]) -> int:
    """The sum of what `work` returns; 0 for those that fail, which the schedule tries again."""
    return sum(_guarded(work, thing) for thing in things)


def _guarded[T](work: Callable[[T], int], thing: T) -> int:
    try:
        return work(thing)
    except Exception:  # the error of one city, person or kind of news
        log.exception("work failed for one", extra={"work": work.__qualname__, "thing": str(getattr(thing, "pk", ""))})
        return 0

"""Find problems since the last run and the people they concern."""

import logging
from datetime import datetime

from veche.alarms.domain.tell import tell_all
from veche.alarms.news import Finder, Told, finders
from veche.kernel.clock import now

log = logging.getLogger(__name__)


def notice() -> int:
    """Create one row for each problem and person. Returns the number of new rows."""
    moment = now()
    return tell_all(told for find in finders() for told in _found(find, moment))


def _found(find: Finder, moment: datetime) -> list[Told]:
    """What a finder has found; nothing if it fails, so that the others are told and letters leave."""
    try:
        return list(find(moment))
    except Exception:  # a finder of another room
        log.exception("a finder of news failed", extra={"finder": f"{find.__module__}.{find.__qualname__}"})
        return []

"""Find problems since the last run and the people they concern."""

import logging
from datetime import datetime

from veche.alarms.domain.notify import notify_all
from veche.alarms.news import Finder, Notification, finders
from veche.kernel.clock import now

log = logging.getLogger(__name__)


def notice() -> int:
    """Create one row for each problem and person. Returns the number of new rows."""
    moment = now()
    return notify_all(told for find in finders() for told in _found(find, moment))


def _found(find: Finder, moment: datetime) -> list[Notification]:
    """What a finder yields; nothing if it fails, so that the other news are told and letters are sent."""
    try:
        return list(find(moment))
    except Exception:  # a finder of another room
        log.exception("a finder of news failed", extra={"finder": f"{find.__module__}.{find.__qualname__}"})
        return []

"""Whether a request is late and by how much: one rule for lists, numbers, reminders' words and the Head's page."""

from datetime import datetime, timedelta

from django.db.models import Q

from veche.kernel import clock
from veche.requests.domain.deadlines import between, is_working
from veche.requests.enums import DEPARTMENTS_MOVE
from veche.requests.models import Request


def late_at(moment: object) -> Q:
    """Filter for requests whose deadline has passed while somebody must answer. `moment`: may be an expression."""
    return Q(state__in=sorted(DEPARTMENTS_MOVE), due_at__lt=moment)


def is_late(request: Request) -> bool:
    return request.state in DEPARTMENTS_MOVE and request.due_at < clock.now()


def time_left(request: Request) -> timedelta:
    """Time until a deadline that is ahead: working time, or that of the clock for a deadline in an evening or on a day
    off, before which a text that goes out then must be agreed."""
    if is_working(request.due_at, request.administration):
        return working_left(request)
    return request.due_at - clock.now()


def working_left(request: Request, moment: datetime | None = None) -> timedelta:
    """Working time until the deadline, negative after it."""
    return between(moment or clock.now(), request.due_at, request.administration)

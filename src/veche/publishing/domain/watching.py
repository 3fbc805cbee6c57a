"""Polling intervals for an open publication page."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

from veche.kernel.clock import now
from veche.outbox.domain.post_address import is_being_checked
from veche.outbox.domain.queries import face_of
from veche.outbox.domain.states import LOOKED_UP, MOVING
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.enums import PostState
from veche.posts.models import Post

AT_ONCE = 2
# The network proves most posts within this time; later only its next look can bring news.
FRESH = timedelta(minutes=10)
# A yes may come at any moment, and a correction is proven seconds after it: its steps are seen from the first one.
FOR_A_YES = 3
LONGEST = timedelta(days=1)


def asks_again(post: Post, acts: Iterable[Act]) -> int | None:
    """Seconds until the next poll; None if nothing will change soon.

    A planned act counts from its hour, so that an open page starts polling then.
    """
    moment = now()
    waits = [wait for act in acts if (wait := _wait(act, moment)) is not None]
    if post.state == PostState.WAITING:
        waits.append(timedelta(seconds=FOR_A_YES))
    soonest = min(waits, default=None)
    if soonest is None or soonest > LONGEST:
        return None
    return max(AT_ONCE, ceil(soonest.total_seconds()))


def _wait(act: Act, moment: datetime) -> timedelta | None:
    """None if a person or the end of a freeze is awaited, or the network will never prove the act."""
    if is_being_checked(act) and act.proven_at is not None and moment - act.updated_at < FRESH:
        return timedelta()
    if act.state not in MOVING or face_of(act) == "unproven":
        return None
    if act.state in (ActState.PREPARING, ActState.SENDING):
        return timedelta()
    if act.state in LOOKED_UP and act.last_call_at is not None and moment - act.last_call_at < FRESH:
        return timedelta()
    return max(act.next_try_at - moment, timedelta())

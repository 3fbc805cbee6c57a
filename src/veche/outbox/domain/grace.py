"""When «not there» may be believed: after the call's deadline and a grace of the network, by two clocks.

The wall's clock may jump ahead and would then shorten the grace, so each process also counts by its own monotonic
clock. What it has not called itself, after a restart or on another machine, it counts anew from its first look.
"""

import time
from collections import OrderedDict
from datetime import datetime, timedelta

from veche.kernel.clock import now
from veche.networks.registry import NETWORKS
from veche.outbox.models import Act

type Call = tuple[int, datetime | None]

MOST_KNOWN = 5_000
# Monotonic seconds at which the grace of a call is over.
_over_at: OrderedDict[Call, float] = OrderedDict()


def may_judge_at(act: Act) -> datetime:
    """By the wall's clock: before this the network may still apply the call late."""
    return (act.last_call_deadline or now()) + grace_of(act)


def grace_of(act: Act) -> timedelta:
    return NETWORKS[act.account.network].limits.grace


def begin(act: Act, *, deadline: float) -> None:
    """A call is about to leave; `deadline` in monotonic seconds."""
    _remember(act, deadline + grace_of(act).total_seconds())


def is_over(act: Act) -> bool:
    """Whether both clocks say so. The first time that this process asks of another's call, it never is."""
    return notice(act) <= time.monotonic() and now() >= may_judge_at(act)


def settles_at(act: Act) -> datetime:
    """By the wall's clock, as both clocks tell it now. For an act in doubt."""
    left = timedelta(seconds=max(notice(act) - time.monotonic(), 0))
    return max(may_judge_at(act), now() + left) if left else may_judge_at(act)


def notice(act: Act) -> float:
    """When the grace is over, in monotonic seconds; of a call that is new here, it begins at this moment."""
    if _call(act) not in _over_at:
        _remember(act, time.monotonic() + (_longest_call(act) + grace_of(act)).total_seconds())
    return _over_at[_call(act)]


def _longest_call(act: Act) -> timedelta:
    """It may have left in this very moment."""
    if act.last_call_at is None or act.last_call_deadline is None:
        return timedelta()
    return max(act.last_call_deadline - act.last_call_at, timedelta())


def _remember(act: Act, over_at: float) -> None:
    _over_at[_call(act)] = over_at
    if len(_over_at) > MOST_KNOWN:
        _over_at.popitem(last=False)


def _call(act: Act) -> Call:
    return act.pk, act.last_call_at

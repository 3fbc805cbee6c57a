"""When an «absent» answer may be trusted: after the call's deadline plus the network's grace, by two clocks.

The wall clock may jump ahead and shorten the grace, so each process also counts by its monotonic clock. For calls of
another process it counts from its own first lookup.
"""

import time
from collections import OrderedDict
from datetime import datetime, timedelta

from veche.kernel.clock import now
from veche.networks.registry import NETWORKS
from veche.outbox.domain.states import IN_DOUBT
from veche.outbox.domain.unpack import call_seconds
from veche.outbox.models import Act

type Call = tuple[int, datetime | None]

MOST_KNOWN = 5_000
# Monotonic seconds at which the grace of a call is over.
_over_at: OrderedDict[Call, float] = OrderedDict()


def may_judge_at(act: Act) -> datetime:
    """The moment, by the wall clock, until which the network may still apply the call."""
    return (act.last_call_deadline or now()) + grace_of(act)


def grace_of(act: Act) -> timedelta:
    return NETWORKS[act.account.network].limits.grace


def start_grace(act: Act, *, deadline: float) -> None:
    """Start the grace of a call that is about to leave; `deadline` in monotonic seconds."""
    _remember(act, deadline + grace_of(act).total_seconds())


def is_over(act: Act) -> bool:
    """Whether the grace is over by both clocks. Always False when this process first asks about another's call."""
    return monotonic_grace_end(act) <= time.monotonic() and now() >= may_judge_at(act)


def grace_ends_at(act: Act) -> datetime:
    """The wall-clock time at which the grace of an act in doubt ends, by the later of both clocks."""
    left = timedelta(seconds=max(monotonic_grace_end(act) - time.monotonic(), 0))
    return max(may_judge_at(act), now() + left) if left else may_judge_at(act)


def undoing_act_may_leave_at(act: Act) -> datetime:
    """When an act that undoes this one may leave: now, unless a call of this one may still be on its way."""
    act.refresh_from_db(fields=("state", "last_call_at", "last_call_deadline"))
    return grace_ends_at(act) if act.state in IN_DOUBT else now()


def monotonic_grace_end(act: Act) -> float:
    """The monotonic second at which the grace ends; for a call unknown to this process the grace starts now."""
    if _call(act) not in _over_at:
        _remember(act, time.monotonic() + (_longest_call(act) + grace_of(act)).total_seconds())
    return _over_at[_call(act)]


def _longest_call(act: Act) -> timedelta:
    """How long the call may take if it left this very moment.

    A restore moves the deadline to its own moment, so the time between call and deadline may be days.
    """
    if act.last_call_at is None or act.last_call_deadline is None:
        return timedelta()
    kept = act.last_call_deadline - act.last_call_at
    return min(max(kept, timedelta()), timedelta(seconds=call_seconds(act)))


def _remember(act: Act, over_at: float) -> None:
    _over_at[_call(act)] = over_at
    if len(_over_at) > MOST_KNOWN:
        _over_at.popitem(last=False)


def _call(act: Act) -> Call:
    return act.pk, act.last_call_at

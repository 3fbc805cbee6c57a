"""Find acts whose task was lost or whose worker died: the row, not the queue, is the truth."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.outbox.domain.freeze import thaw, under_freeze
from veche.outbox.domain.pause import settle_left_behind
from veche.outbox.domain.queue import enqueue, waiting
from veche.outbox.domain.states import LOOKED_UP
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.outbox.reasons import LATE_BY_RATE, LATE_IN_FREEZE, LATE_WHILE_IDLE, LATE_WHILE_NETWORK_DOWN, WAITS_FOR_RATE
from veche.staff.compiled import compiled_once, this_moment

# What is overdue by this much has lost its task; a shorter time would only double the engine's work.
OVERDUE = timedelta(seconds=4)
NUDGE_EVERY = timedelta(seconds=15)
BATCH = 200


def reconcile() -> dict[str, int]:
    """Enqueue lost acts again and mark late ones as missed. Returns the counts."""
    settle_left_behind()
    missed = _miss_late()
    return {"missed": missed, "thawed": _thaw(), "nudged": _nudge_overdue()}


def _thaw() -> int:
    return sum(thaw(one) for one in set(_left_behind()))


@compiled_once
def _left_behind() -> QuerySet[Act, int]:
    """Administrations with acts that are stopped without a freeze."""
    stopped = Act.objects.unscoped().filter(~under_freeze(), state=ActState.STOPPED)
    return stopped.values_list("administration_id", flat=True)


def _nudge_overdue() -> int:
    moment, rows = now(), _overdue()
    return _nudge(rows, at=moment) if rows else 0


@compiled_once
def _overdue() -> QuerySet[Act]:
    moment = this_moment()
    due = Q(next_try_at__lte=moment - OVERDUE)
    dead = Q(lease_until__lt=moment - OVERDUE)
    stale = (
        (Q(state__in=LOOKED_UP) & due)
        | (Q(state=ActState.PLANNED, due_at__lte=moment - OVERDUE) & due)
        | (Q(state__in=(ActState.PREPARING, ActState.SENDING)) & dead)
    )
    quiet = Q(nudged_at=None) | Q(nudged_at__lte=moment - NUDGE_EVERY)
    return Act.objects.unscoped().filter(stale, quiet).select_related("account")[:BATCH]


def _nudge(rows: list[Act], *, at: datetime) -> int:
    """Enqueue overdue acts whose task is lost; a lane that is only behind reaches the others by itself."""
    waiting_for_lane = waiting([act.pk for act in rows])
    lost = [act for act in rows if act.pk not in waiting_for_lane]
    with transaction.atomic():
        Act.objects.unscoped().filter(pk__in=[act.pk for act in rows]).update(nudged_at=at)
        for act in lost:
            enqueue(act, at=at)
    return len(lost)


def _miss_late() -> int:
    """Mark acts as missed that were certainly not sent and whose hour is over."""
    return sum(_miss(act) for act in _late())


@compiled_once
def _late() -> QuerySet[Act]:
    moment = this_moment()
    idle = Q(state=ActState.PLANNED) | Q(state=ActState.PREPARING, lease_until__lt=moment)
    left_behind = Q(~under_freeze(), state=ActState.STOPPED)
    waiting_acts = Act.objects.unscoped().filter(idle | left_behind, not_after__lt=moment)
    return waiting_acts.select_related("administration", "account")[:BATCH]


def _miss(act: Act) -> int:
    with transaction.atomic():
        moment = now()
        why = _why_late(act)
        mine = Act.objects.of(act.administration_id).filter(pk=act.pk, state=act.state, attempt=act.attempt)
        changed = mine.update(state=ActState.MISSED, reason=why, lease_until=None, updated_at=moment)
        if changed:
            record(administration=act.administration, actor=None, verb="act.missed", obj=act, facts={})
    return changed


def _why_late(act: Act) -> str:
    """The known reason: an act that nobody tried, in a network that answers, waited for the program."""
    if act.state == ActState.STOPPED:
        return LATE_IN_FREEZE
    if act.reason == WAITS_FOR_RATE:
        return LATE_BY_RATE
    return LATE_WHILE_NETWORK_DOWN if act.reason or act.account.unreachable_since is not None else LATE_WHILE_IDLE

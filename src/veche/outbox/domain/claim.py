"""Claim an act, and pass the fence before the one call that acts.

Both are conditional UPDATEs on the attempt number, so a worker that outlived its lease updates no row and stops
(without the fence 3 of 60 acts went out twice).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from veche.accounts.domain.pace import take
from veche.kernel.clock import now
from veche.kernel.pace import Turn
from veche.kernel.probes import reach
from veche.outbox.domain.freeze import lock_gate, under_freeze, waiting_state
from veche.outbox.domain.paused import under_pause
from veche.outbox.domain.rate_limiting import reschedule
from veche.outbox.domain.states import before
from veche.outbox.enums import ActState, Outcome
from veche.outbox.models import Act, Attempt

# A lease outlives every deadline inside it (the system check outbox.E001 compares them with the networks' limits).
LEASE = timedelta(seconds=45)


def claim(act_id: int, *, worker: str, seen: Act | None = None) -> Act | None:
    """Claim a due act that no other worker holds; None if there is nothing to do.

    Under a freeze the act becomes `stopped` instead, under a pause a publication `paused`, before any upload. `seen`:
    the act as just read; if it has not changed since, it is not read again.
    """
    reach("act.before_claim")
    with transaction.atomic():
        moment = now()
        due = Act.objects.unscoped().filter(_takeable(moment), pk=act_id)
        free = due.exclude(under_freeze()).exclude(under_pause())
        act = _take_as_seen(free, seen, moment) if seen else None
        if act is None and not free.update(**_taking(moment)):
            held = {"lease_until": None, "updated_at": moment}
            due.filter(under_pause()).update(state=ActState.PAUSED, **held)
            due.filter(under_freeze()).update(state=ActState.STOPPED, **held)
            return None
        act = act or Act.objects.unscoped().select_related("account").get(pk=act_id)
        Attempt.objects.create(
            administration_id=act.administration_id, act=act, number=act.attempt, worker=worker[:64], started_at=moment
        )
    reach("act.claimed")
    return act


def _take_as_seen(free: QuerySet[Act], seen: Act, moment: datetime) -> Act | None:
    """Claim the act as it was read; None if it changed since (every change sets `updated_at`)."""
    taking = {**_taking(moment), "attempt": seen.attempt + 1}
    if not free.filter(updated_at=seen.updated_at, attempt=seen.attempt).update(**taking):
        return None
    for name, value in taking.items():
        setattr(seen, name, value)
    return seen


def _takeable(moment: datetime) -> Q:
    due = Q(due_at__lte=moment, next_try_at__lte=moment, not_after__gte=moment)
    abandoned = Q(lease_until__lt=moment)
    return Q(due, state=ActState.PLANNED) | Q(abandoned, state=ActState.PREPARING, not_after__gte=moment)


def _taking(moment: datetime) -> dict[str, object]:
    return {
        "state": ActState.PREPARING,
        "attempt": F("attempt") + 1,
        "lease_until": moment + LEASE,
        "updated_at": moment,
    }


def prolong_lease(act: Act, *, longer: float = 0.0, **changes: object) -> bool:
    """Save `changes` and prolong the lease of an act claimed by this attempt. False if another worker holds it.

    `longer`: seconds added to the lease for slow steps.
    """
    moment = now()
    mine = Act.objects.of(act.administration_id).filter(
        pk=act.pk, attempt=act.attempt, state=act.state, lease_until__gte=moment
    )
    lease_until = moment + LEASE + timedelta(seconds=longer)
    return mine.update(lease_until=lease_until, updated_at=moment, **changes) == 1


def pass_fence(act: Act, *, call_seconds: float, turns: Sequence[Turn] = ()) -> bool:
    """Commit `sending` before the acting call: after the commit the call may be on its way, before it it is not.

    False means stop: another worker holds the act, it was cancelled, frozen or paused, it is too late, or the rate
    limit is spent.
    """
    with transaction.atomic():
        lock_gate(act.administration_id)
        moment = now()
        held = waiting_state(act)
        if held != ActState.PLANNED:
            _stop(act, held)
            return False
        if wait := take(act.administration_id, turns):
            reschedule(act, moment + timedelta(seconds=wait))
            return False
        passed = (
            Act.objects.of(act.administration_id)
            .filter(
                pk=act.pk,
                attempt=act.attempt,
                state=act.state,
                state__in=before(ActState.SENDING),
                lease_until__gte=moment,
                not_after__gte=moment,
            )
            .update(**_sending(act, moment, call_seconds))
        )
        if passed:
            _mark_called(act, moment, call_seconds)
    return passed == 1


def _sending(act: Act, moment: datetime, call_seconds: float) -> dict[str, object]:
    deadline = moment + timedelta(seconds=call_seconds)
    return {
        "state": ActState.SENDING,
        "first_call_at": act.first_call_at or moment,
        "last_call_at": moment,
        "last_call_deadline": deadline,
        "lease_until": deadline + timedelta(seconds=5),
        "updated_at": moment,
    }


def _mark_called(act: Act, moment: datetime, call_seconds: float) -> None:
    changed = _sending(act, moment, call_seconds)
    Attempt.objects.of(act.administration_id).filter(act=act, number=act.attempt).update(
        called_at=moment, deadline=changed["last_call_deadline"]
    )
    for name, value in changed.items():
        setattr(act, name, value)


_STOPPED_BY = {ActState.STOPPED: "заморожено до вызова", ActState.PAUSED: "пауза началась до вызова"}


def _stop(act: Act, held: ActState) -> None:
    """Mark an act held just before its call as not sent; an act in doubt from an earlier call stays in doubt."""
    moment = now()
    mine = Act.objects.of(act.administration_id).filter(pk=act.pk, attempt=act.attempt)
    mine.filter(state=ActState.PREPARING).update(state=held, lease_until=None, updated_at=moment)
    mine.filter(state=ActState.UNKNOWN).update(lease_until=None, next_try_at=moment + LEASE, updated_at=moment)
    finish_attempt(act, Outcome.DID_NOT_HAPPEN, _STOPPED_BY[held])


def add_to_attempt(act: Act, how: str) -> None:
    """Append to the last attempt how a later lookup found the post."""
    last = Attempt.objects.of(act.administration_id).filter(act=act).last()
    if last is not None and how:
        last.detail = f"{last.detail} {how[0].upper()}{how[1:]}.".strip()[:500]
        last.save(update_fields=("detail",))


def finish_attempt(act: Act, outcome: Outcome, detail: str = "") -> None:
    """Close the attempt with its outcome. An empty `detail` keeps what an event wrote there first."""
    said = {"detail": detail[:500]} if detail else {}
    Attempt.objects.of(act.administration_id).filter(act=act, number=act.attempt, finished_at=None).update(
        finished_at=now(), outcome=outcome, **said
    )

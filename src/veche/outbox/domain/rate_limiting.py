"""Rate limits of acts: an act that may not leave yet is rescheduled, and its lane continues with others.

The rates are those of the network (`NetworkProfile.pace`), counted for all workers together (`accounts.domain.pace`).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from veche.accounts.domain.pace import wait_for
from veche.kernel.clock import now
from veche.kernel.pace import Turn
from veche.outbox.domain.queue import enqueue
from veche.outbox.domain.states import WAITING
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.outbox.reasons import WAITS_FOR_RATE

# Longer waits are shown on the act's page.
TELL_AFTER = timedelta(seconds=5)


def due_act(act_id: int) -> Act | None:
    """The planned act if it is due, else None; only such an act is subject to rate limits."""
    moment = now()
    due = Act.objects.unscoped().filter(pk=act_id, state=ActState.PLANNED, due_at__lte=moment, next_try_at__lte=moment)
    return due.select_related("account").first()


def reschedule_if_rate_limited(act: Act, turns: Sequence[Turn]) -> bool:
    """Reschedule the act if the rate limit is spent. True if it was. Waiting acts keep the order of their hours."""
    moment = now()
    wait, apart = wait_for(act.administration_id, turns)
    if not wait:
        return False
    return reschedule(act, moment + timedelta(seconds=wait + apart * _ahead(act, moment)))


def _ahead(act: Act, moment: datetime) -> int:
    """The number of due acts of the same account and verb that come first."""
    sooner = Q(due_at__lt=act.due_at) | Q(due_at=act.due_at, pk__lt=act.pk)
    line = Act.objects.of(act.administration_id).filter(
        sooner, state=ActState.PLANNED, account_id=act.account_id, verb=act.verb, due_at__lte=moment
    )
    return line.count()


def reschedule(act: Act, at: datetime, *, reason: str = WAITS_FOR_RATE) -> bool:
    """Reschedule an act of which nothing has left; an act in doubt stays in doubt. False if another worker holds it.

    `reason` is shown for waits longer than `TELL_AFTER`.
    """
    moment = now()
    changes: dict[str, object] = {"lease_until": None, "next_try_at": at, "updated_at": moment}
    if at - moment > TELL_AFTER:
        changes["reason"] = reason
    with transaction.atomic():
        mine = Act.objects.of(act.administration_id).filter(pk=act.pk, attempt=act.attempt)
        waiting = mine.filter(state__in=WAITING)
        changed = waiting.update(state=ActState.PLANNED, **changes) or mine.filter(state=ActState.UNKNOWN).update(
            lease_until=None, next_try_at=at, updated_at=moment
        )
        if changed:
            enqueue(act, at=at)
    return bool(changed)

"""Enqueue tasks for acts. The engine may lose or repeat a task, so the row is the truth (see reconcile)."""

from collections.abc import Collection
from datetime import datetime

from veche.engine.by_name import task_named
from veche.engine.port import engine
from veche.engine.queues import reading
from veche.outbox.domain.states import IN_DOUBT, LOOKED_UP
from veche.outbox.models import Act

DELIVER = "veche.outbox.tasks.deliver"
READ_BACK_ACT = "veche.outbox.tasks.read_back_act"
# The next step of these is a lookup. An act that is enqueued as `sending` has a dead call, so it is looked up too.
_READS = LOOKED_UP | IN_DOUBT


def enqueue(act: Act, *, at: datetime | None = None) -> None:
    """Enqueue the next step of an act. `act.state` must be the state in the row, because it selects the lane."""
    network = act.account.network
    lane = reading(network) if act.state in _READS else network
    task_named(DELIVER).using(queue_name=lane, run_after=at or act.next_try_at).enqueue(act.pk)


def check_soon(act: Act) -> None:
    """Enqueue a check whether this act's post exists, without waiting for the account's next read-back."""
    task_named(READ_BACK_ACT).using(queue_name=reading(act.account.network)).enqueue(act.pk)


def waiting(ids: Collection[int]) -> set[int]:
    """Ids of acts that the engine still holds a task for."""
    return engine().waiting(task_named(DELIVER), ids)

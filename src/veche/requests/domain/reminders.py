"""Reminders of terms, also those of other rooms: rows whose `next_notice_at` has come take their next step."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from veche.alarms.domain.one_by_one import run_each
from veche.kernel.clock import now

BATCH = 200


def remind_each(waiting: Any, remind: Callable[[Any], None]) -> int:
    """Lock each due row and call `remind` with it, in a transaction of its own. Returns the number of rows.

    `waiting`: rows with `reach` and `next_notice_at`, of which those that are due are read, at most `BATCH`. One that
    fails stops no other.
    """
    due = waiting.filter(next_notice_at__lte=now())
    ids = list(due.order_by("next_notice_at").values_list("pk", flat=True)[:BATCH])
    return run_each(lambda pk: _remind(waiting, pk, remind), ids)


def _remind(waiting: Any, pk: int, remind: Callable[[Any], None]) -> bool:
    with transaction.atomic():
        row = waiting.select_for_update(of=("self",)).filter(pk=pk, next_notice_at__lte=now()).first()
        if row is None:  # answered meanwhile
            return False
        remind(row)
    return True


def advance(row: Any, next_notice: Callable[[Any], datetime | None]) -> None:
    """Set the last step whose moment has come: after a night without a worker one step is enough.

    `next_notice`: the moment of the step after the present `reach`; None after the last one.
    """
    moment = now()
    while row.next_notice_at is not None and row.next_notice_at <= moment:
        row.reach += 1
        row.next_notice_at = next_notice(row)

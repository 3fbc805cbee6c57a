from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from veche.accounts.models import Account
from veche.kernel.clock import now
from veche.networks.payload import act_to_json
from veche.networks.protocol import Act as NetworkAct
from veche.outbox.domain.freeze import is_frozen
from veche.outbox.domain.queue import enqueue
from veche.outbox.domain.states import before
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Person

# Last week's announcement never bursts out: after this a person decides (architecture, section 3).
NOT_AFTER = timedelta(minutes=60)


def plan_act(
    *,
    account: Account,
    intent: str,
    title: str,
    act: NetworkAct,
    by: Person | None,
    due_at: datetime | None = None,
    window: timedelta = NOT_AFTER,
) -> Act:
    """Put one act in the outbox, once for each intent: a repeated call returns the row that is there already.

    Call it inside the transaction of the decision it carries out.
    """
    moment = now()
    due = due_at or moment
    row, created = Act.objects.of(account.administration_id).get_or_create(
        administration_id=account.administration_id,
        intent=intent,
        defaults={
            "account": account,
            "verb": act.verb.value,
            "title": title[:200],
            "payload": act_to_json(act),
            "by": by,
            "due_at": due,
            "not_after": due + window,
            "next_try_at": due,
            **_beginning(account),
        },
    )
    if created and row.state == ActState.PLANNED:
        enqueue(row)
    return row


def _beginning(account: Account) -> dict[str, Any]:
    frozen = is_frozen(account.administration_id)
    return {"state": ActState.STOPPED if frozen else ActState.PLANNED}


def cancel(*, act: Act, reason: str) -> bool:
    """Take back what has certainly not left. False: too late, the call may be on its way."""

    with transaction.atomic():
        changed = (
            Act.objects.of(act.administration_id)
            .filter(pk=act.pk, state__in=before(ActState.CANCELLED))
            .update(state=ActState.CANCELLED, reason=reason[:500], updated_at=now())
        )
    return changed == 1

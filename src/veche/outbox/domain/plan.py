from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Least

from veche.accounts.models import Account
from veche.kernel.clock import now
from veche.networks.payload import act_to_json
from veche.networks.protocol import Act as NetworkAct
from veche.networks.protocol import Verb
from veche.networks.registry import NETWORKS
from veche.outbox.domain.freeze import waiting_state
from veche.outbox.domain.queue import enqueue
from veche.outbox.domain.states import IN_DOUBT, before
from veche.outbox.enums import TRIAL, ActState
from veche.outbox.models import Act
from veche.staff.models import Person

# Later than this an act becomes `missed` and a person decides (docs/architecture.md, section 3).
NOT_AFTER = timedelta(minutes=60)


def plan_act(  # noqa: PLR0913 -- an act is all of this
    *,
    account: Account,
    intent: str,
    title: str,
    act: NetworkAct,
    by: Person | None,
    due_at: datetime | None = None,
    window: timedelta = NOT_AFTER,
    about: Act | None = None,
    card_reason: str = "",
) -> Act:
    """Create one act for each intent; a repeated call returns the existing row.

    `about`: the publication that it changes. `card_reason`: why no key can do it; the act then starts as a card. Call
    it inside the transaction of the decision it carries out.
    """
    moment = now()
    due = due_at or moment
    row, created = Act.objects.of(account.administration_id).get_or_create(
        administration_id=account.administration_id,
        intent=intent,
        defaults={
            "account": account,
            "trial": intent.startswith(TRIAL),
            "verb": act.verb.value,
            "title": title[:200],
            "payload": act_to_json(act),
            "by": by,
            "due_at": due,
            "not_after": due + window,
            "next_try_at": due + _place_in_line(account, act, due),
            "about": about,
            "remote_id": about.remote_id if about else "",
            "remote_url": about.remote_url if about else "",
            **_beginning(account, act, card_reason),
        },
    )
    if created and row.state == ActState.PLANNED:
        enqueue(row)
    return row


def _place_in_line(account: Account, act: NetworkAct, due: datetime) -> timedelta:
    """The first try of an act: with many posts due at once each gets its own slot of the rate limit."""
    if act.verb != Verb.PUBLISH:
        return timedelta()
    same = Act.objects.of(account.administration_id).filter(due_at=due, account=account, verb=Verb.PUBLISH)
    return timedelta(seconds=NETWORKS[account.network].pace.seconds_behind(same.count()))


def _beginning(account: Account, act: NetworkAct, card_reason: str) -> dict[str, Any]:
    if card_reason:
        return {"state": ActState.BY_HAND, "reason": card_reason[:500]}
    return {"state": waiting_state(Act(administration_id=account.administration_id, verb=act.verb.value))}


def cancel(*, act: Act, reason: str) -> bool:
    """Cancel an act that certainly has not left. False if the call may be on its way.

    Such an act is marked as taken back: if it turns out not to have left, it is cancelled instead of retried.
    """
    with transaction.atomic():
        moment = now()
        mine = Act.objects.of(act.administration_id).filter(pk=act.pk)
        list(
            mine.select_for_update().values_list("pk")
        )  # lock the row, so that no worker changes it between the two UPDATEs
        changed = mine.filter(state__in=before(ActState.CANCELLED)).update(
            state=ActState.CANCELLED, reason=reason[:500], updated_at=moment
        )
        if not changed:
            mine.filter(state__in=IN_DOUBT).update(
                due_at=Least("due_at", Value(moment)),
                not_after=Least("not_after", Value(moment)),
                taken_back=reason[:500],
                updated_at=moment,
            )
    return changed == 1


def replace_reason(*, act: Act, reason: str) -> None:
    """Replace the reason of an act that was taken back before."""
    mine = Act.objects.of(act.administration_id).filter(pk=act.pk, state=ActState.CANCELLED)
    mine.update(reason=reason[:500], updated_at=now())


def resume(*, act: Act, due_at: datetime, state: ActState, reason: str) -> bool:
    """Undo `cancel`: the same act with the same key goes at `due_at`; `state` and `reason` are those before it.

    An act whose hour has passed becomes `missed`. False if the network has it or a worker held it.
    """
    moment = now()
    mine = Act.objects.of(act.administration_id).filter(pk=act.pk)
    if mine.filter(state__in=IN_DOUBT).update(taken_back="", updated_at=moment):
        return True
    after = _resumed_state(act, due_at, state)
    changed = mine.filter(state=ActState.CANCELLED).update(
        state=after,
        reason=reason if after == state else "",
        taken_back="",
        due_at=due_at,
        next_try_at=due_at,
        not_after=due_at + NOT_AFTER,
        attempt=F("attempt") + 1,  # a worker that held it before finds that it is no longer its own
        lease_until=None,
        updated_at=moment,
    )
    act.refresh_from_db()
    if changed and after == ActState.PLANNED:
        enqueue(act)
    return changed == 1


def _resumed_state(act: Act, due_at: datetime, state: ActState) -> ActState:
    if state in (ActState.BY_HAND, ActState.FAILED, ActState.MISSED):
        return state
    if due_at < now():
        return ActState.MISSED
    return waiting_state(act)


def drop_if_taken_back(act: Act) -> bool:
    """Cancel an act that has certainly not left if it was taken back on its way. Call it inside the transaction that
    learnt this."""
    mine = Act.objects.of(act.administration_id).filter(pk=act.pk, state__in=before(ActState.CANCELLED))
    dropped = mine.exclude(taken_back="").update(
        state=ActState.CANCELLED, reason=F("taken_back"), lease_until=None, updated_at=now()
    )
    return dropped == 1

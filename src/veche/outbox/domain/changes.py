"""Acts about a published post: edit, withdraw, pin, unpin; by a key or by a person."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from veche.accounts.domain.abilities import ability_of, why_by_hand
from veche.kernel.clock import now
from veche.networks.operations import operation_of
from veche.networks.protocol import Act as NetworkAct
from veche.networks.protocol import Edit, OutgoingPost, Pin, Publish, Unpin, Verb, Withdraw
from veche.outbox.domain.grace import undoing_act_may_leave_at
from veche.outbox.domain.overtaken import overtaken_by
from veche.outbox.domain.plan import NOT_AFTER, cancel, plan_act
from veche.outbox.domain.states import OUT
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.outbox.reasons import OVERTAKEN
from veche.staff.models import Person

# Unlike an announcement, a correction and a withdrawal stay right when they come late: a network may be away for long.
_WINDOW: Final[Mapping[Verb, timedelta]] = {Verb.EDIT: timedelta(days=1), Verb.WITHDRAW: timedelta(days=7)}

type Change = Edit | Withdraw | Pin | Unpin


def plan_change(*, about: Act, act: Change, intent: str, by: Person | None) -> Act:
    """Plan one act for each intent and cancel planned acts about the same post that it makes pointless.

    Call it inside the transaction of the decision it carries out.
    """
    due = now()
    for older in overtaken_by(about, act.verb).exclude(intent=intent).select_related("account"):
        if not cancel(act=older, reason=OVERTAKEN):
            # On its way or in doubt: the network may still apply it late, and the newer words must be the last.
            due = max(due, undoing_act_may_leave_at(older))
    ability = ability_of(about.account, operation_of(act.verb))
    return plan_act(
        account=about.account,
        intent=intent,
        title=about.title,
        act=act,
        by=by,
        due_at=due,
        window=_WINDOW.get(act.verb, NOT_AFTER),
        about=about,
        card_reason=why_by_hand(ability),
    )


def standing_act(about: Act) -> Act:
    """The act whose text the network should show now: the publication or its last edit.

    Reads `changes`: prefetch them for many acts.
    """
    edits = (change for change in about.changes.all() if change.verb == Verb.EDIT and change.state in OUT)
    found: Act = max(edits, key=lambda edit: edit.pk, default=about)
    return found


def standing_post(about: Act) -> OutgoingPost:
    found: NetworkAct = network_act(standing_act(about))
    if not isinstance(found, Publish | Edit):
        raise TypeError(f"act {about.pk} puts no words anywhere")
    return found.post


def is_withdrawn(about: Act) -> bool:
    """Whether a withdrawal was decided, whatever its state in the network."""
    return about.changes.filter(verb=Verb.WITHDRAW).exclude(state=ActState.CANCELLED).exists()

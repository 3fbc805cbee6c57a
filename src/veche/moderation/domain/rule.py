"""A person's decision about a comment or a private message: delete with a ground, restore, or «не нарушение»."""

from datetime import timedelta

from django.db import transaction

from veche.inbox.domain.states import set_state
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.inbox.words import about
from veche.moderation.domain.decidable import (
    NOTHING_SHOWN,
    RulingSnapshot,
    check_meanwhile,
    check_state,
    standing_of,
    twin_of,
)
from veche.moderation.domain.deleting import UNDO, next_intent, plan_deletion
from veche.moderation.domain.evidence import capture
from veche.moderation.domain.restorable import why_not_restorable
from veche.moderation.domain.rulings import lock_message, record_ruling, store_ruling
from veche.moderation.domain.terms import grounds_for
from veche.moderation.enums import Ground, RulingVerb
from veche.moderation.errors import ModerationError
from veche.moderation.models import Ruling
from veche.networks.protocol import RestoreComment
from veche.outbox.domain.plan import plan_act
from veche.outbox.models import Act
from veche.staff.models import Person


def delete(
    *,
    message: Message,
    by: Person,
    ground: Ground | str,
    note: str = "",
    shown: RulingSnapshot = NOTHING_SHOWN,
    leaves_in: timedelta = UNDO,
) -> Ruling:
    """Store the evidence, then plan the deletion. Raises `ModerationError`.

    A private message that nobody can delete in its network is closed here alone. `shown`: what came since must be read
    first. `leaves_in`: how long it can be undone.
    """
    if ground not in grounds_for(message):
        raise ModerationError(_no_ground(message))
    with transaction.atomic():
        locked = lock_message(message)
        if twin := twin_of(locked, RulingVerb.DELETE, by):
            return twin
        check_state(locked, standing_of(locked))
        check_meanwhile(locked, RulingVerb.DELETE, shown)
        act = plan_deletion(locked, by, leaves_in)
        ruling = store_ruling(locked, RulingVerb.DELETE, by, act, ground=ground, note=note)
        evidence = capture(ruling, locked)
        set_state(locked, MessageState.DELETING if act else MessageState.DELETED)
        facts = {"ground": str(ground), "ruling": ruling.pk} | ({"act": act.pk} if act else {})
        record_ruling(locked, by, RulingVerb.DELETE, **facts, evidence=evidence.digest)
    return ruling


def restore(*, message: Message, by: Person, note: str = "") -> Ruling:
    """Plan the restoration, where the network supports it. A private message is opened here alone."""
    with transaction.atomic():
        locked = lock_message(message)
        if twin := twin_of(locked, RulingVerb.RESTORE, by):
            return twin
        check_state(locked, (MessageState.DELETED,))
        if locked.private:
            return _opened_again(locked, by, note)
        if why := why_not_restorable(locked.account):
            raise ModerationError(why)
        act = _restoration(locked, by)
        ruling = store_ruling(locked, RulingVerb.RESTORE, by, act, note=note)
        set_state(locked, MessageState.RESTORING)
        record_ruling(locked, by, RulingVerb.RESTORE, ruling=ruling.pk, act=act.pk)
    return ruling


def keep(*, message: Message, by: Person, shown: RulingSnapshot = NOTHING_SHOWN) -> Ruling:
    """«Не нарушение»: dismiss the proposal; the comment stays, a private message waits for its answer as before."""
    with transaction.atomic():
        locked = lock_message(message)
        if twin := twin_of(locked, RulingVerb.KEEP, by):
            return twin
        check_state(locked, standing_of(locked))
        check_meanwhile(locked, RulingVerb.KEEP, shown)
        ruling = store_ruling(locked, RulingVerb.KEEP, by, None)
        if locked.private:
            locked.heeded = True
            locked.save(update_fields=("heeded",))
        else:
            set_state(locked, MessageState.KEPT)
        record_ruling(locked, by, RulingVerb.KEEP, ruling=ruling.pk)
    return ruling


def _no_ground(message: Message) -> str:
    if message.private:
        return (
            "Личное сообщение удаляют, только если оно нарушает закон: спам, грубость и критика не основание. Выберите "
            "основание, ничего не изменилось."
        )
    return "Выберите основание: без него комментарий не удаляют. Критика основанием не бывает."


def _opened_again(message: Message, by: Person, note: str) -> Ruling:
    last = message.rulings.filter(verb=RulingVerb.DELETE, undone_at=None).last()
    ruling = store_ruling(message, RulingVerb.RESTORE, by, None, note=note)
    set_state(message, MessageState(last.was) if last else MessageState.NEW)
    record_ruling(message, by, RulingVerb.RESTORE, ruling=ruling.pk)
    return ruling


def _restoration(message: Message, by: Person) -> Act:
    wanted = RestoreComment(message.conversation.post_id, message.remote_id)
    return plan_act(
        account=message.account,
        intent=next_intent(message, wanted.verb),
        title=about(message),
        act=wanted,
        by=by,
    )

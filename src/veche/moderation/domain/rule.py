"""A person's decision about a comment: delete with a ground, restore, or «не нарушение»."""

from django.db import transaction
from django.utils.translation import gettext as _

from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.evidence import capture
from veche.moderation.enums import Ground, RulingVerb
from veche.moderation.errors import ModerationError
from veche.moderation.models import Ruling
from veche.networks.protocol import DeleteComment, RestoreComment
from veche.outbox.domain.plan import plan_act
from veche.outbox.models import Act
from veche.staff.models import Person

STANDING = (MessageState.NEW, MessageState.KEPT, MessageState.ANSWERED)


def delete(*, message: Message, by: Person, ground: Ground | str, note: str = "") -> Ruling:
    """Keep the evidence, then ask the network to delete. Raises `ModerationError`."""
    if ground not in Ground.values:
        raise ModerationError(_("Выберите основание: без него комментарий не удаляют. Критика основанием не бывает."))
    with transaction.atomic():
        locked = _locked(message, STANDING)
        act = _act(locked, DeleteComment(locked.conversation.post_id, locked.remote_id), by)
        ruling = _rule(locked, RulingVerb.DELETE, by, act, ground=ground, note=note)
        evidence = capture(ruling)
        _move(locked, MessageState.DELETING)
        record(
            administration=locked.administration,
            actor=by,
            verb="comment.deleted",
            obj=locked,
            facts={"ground": str(ground), "ruling": ruling.pk, "act": act.pk, "evidence": evidence.digest},
        )
    return ruling


def restore(*, message: Message, by: Person, note: str = "") -> Ruling:
    """Ask the network to bring it back, where the network can."""
    with transaction.atomic():
        locked = _locked(message, (MessageState.DELETED,))
        act = _act(locked, RestoreComment(locked.conversation.post_id, locked.remote_id), by)
        ruling = _rule(locked, RulingVerb.RESTORE, by, act, note=note)
        _move(locked, MessageState.RESTORING)
        record(
            administration=locked.administration,
            actor=by,
            verb="comment.restored",
            obj=locked,
            facts={"ruling": ruling.pk, "act": act.pk},
        )
    return ruling


def keep(*, message: Message, by: Person) -> Ruling:
    """«Не нарушение»: the proposal is put aside, the comment stays."""
    with transaction.atomic():
        locked = _locked(message, (MessageState.NEW, MessageState.KEPT))
        ruling = _rule(locked, RulingVerb.KEEP, by, None)
        _move(locked, MessageState.KEPT)
        record(
            administration=locked.administration,
            actor=by,
            verb="comment.kept",
            obj=locked,
            facts={"ruling": ruling.pk},
        )
    return ruling


def _locked(message: Message, states: tuple[MessageState, ...]) -> Message:
    rows = Message.objects.of(message.administration_id).select_for_update(of=("self",))
    found: Message = rows.select_related("account", "conversation__act", "administration").get(pk=message.pk)
    if found.state not in states or found.ours:
        raise ModerationError(_("С этим комментарием уже решили иначе. Обновите страницу: ничего не потеряно."))
    return found


def _act(message: Message, act: DeleteComment | RestoreComment, by: Person) -> Act:
    """Decision × verb × account: delete, restore and delete again are three acts."""
    number = message.rulings.count() + 1
    return plan_act(
        account=message.account,
        intent=f"{act.verb}:{message.pk}:{number}",
        title=message.text[:200] or _("комментарий без слов"),
        act=act,
        by=by,
    )


def _rule(
    message: Message, verb: RulingVerb, by: Person, act: Act | None, *, ground: str = "", note: str = ""
) -> Ruling:
    return Ruling.objects.create(
        administration_id=message.administration_id,
        message=message,
        verb=verb,
        ground=ground,
        note=note.strip(),
        person=by,
        at=now(),
        act=act,
    )


def _move(message: Message, state: MessageState) -> None:
    message.state = state
    message.save(update_fields=("state",))

"""«Отменить»: undo a decision while its act has not left. The evidence stays."""

from django.db import transaction

from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.corrections import forget
from veche.moderation.domain.evidence_integrity import object_of
from veche.moderation.domain.settle import WAITING
from veche.moderation.enums import RulingVerb
from veche.moderation.errors import ModerationError
from veche.moderation.models import Ruling
from veche.outbox.domain.plan import cancel
from veche.staff.models import Person


def undo(*, ruling: Ruling, by: Person) -> None:
    """Undo. Raises `ModerationError` if the act has left."""
    with transaction.atomic():
        message = Message.objects.of(ruling.administration_id).select_for_update(of=("self",)).get(pk=ruling.message_id)
        fresh = Ruling.objects.of(ruling.administration_id).select_related("act", "administration").get(pk=ruling.pk)
        if fresh.undone_at is not None:
            return
        _check_last(fresh, message)
        if fresh.act is not None and not cancel(act=fresh.act, reason="Отменили, пока не ушло."):
            raise ModerationError(_too_late(fresh))
        fresh.undone_at, fresh.undone_by = now(), by
        fresh.save(update_fields=("undone_at", "undone_by"))
        forget(fresh)
        message.state = fresh.was
        if fresh.private and fresh.verb == RulingVerb.KEEP:
            message.heeded = False
        message.save(update_fields=("state", "heeded"))
        record(
            administration=fresh.administration,
            actor=by,
            verb="message.undone" if fresh.private else "comment.undone",
            obj=object_of(message),
            facts={"ruling": fresh.pk},
        )


def _check_last(ruling: Ruling, message: Message) -> None:
    kept = ruling.was if ruling.private else MessageState.KEPT
    expected = WAITING.get(RulingVerb(ruling.verb), kept)
    newer = message.rulings.filter(undone_at=None, pk__gt=ruling.pk)
    if message.state != expected or newer.exists():
        raise ModerationError(_too_late(ruling))


def _too_late(ruling: Ruling) -> str:
    if ruling.verb == RulingVerb.DELETE:
        return "Отменить не успели: удаление уже ушло в сеть. Слова и снимки сохранены в доказательстве."
    return "Отменить не успели: с ним уже решили дальше. Ничего не потеряно."

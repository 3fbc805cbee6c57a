"""Rows of a decision about a message: the message locked, the ruling stored, the journal entry written."""

from datetime import datetime

from veche.inbox.models import Conversation, Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.corrections import learn
from veche.moderation.domain.evidence_integrity import object_of
from veche.moderation.domain.norms import norm_of
from veche.moderation.enums import RulingVerb
from veche.moderation.models import Ruling
from veche.outbox.models import Act
from veche.staff.models import Person

_ENTRIES: dict[RulingVerb, str] = {
    RulingVerb.DELETE: "comment.deleted",
    RulingVerb.RESTORE: "comment.restored",
    RulingVerb.KEEP: "comment.kept",
}
_PRIVATE_ENTRIES: dict[RulingVerb, str] = {
    RulingVerb.DELETE: "message.deleted",
    RulingVerb.RESTORE: "message.restored",
    RulingVerb.KEEP: "message.kept",
}


def lock_message(message: Message) -> Message:
    """The message as it is now, locked, with its account, passport, conversation and administration."""
    if message.private:  # in the same order as an answer to the conversation
        Conversation.objects.of(message.administration_id).select_for_update().get(pk=message.conversation_id)
    rows = Message.objects.of(message.administration_id).select_for_update(of=("self",))
    found: Message = rows.select_related("account__passport", "conversation__act", "administration").get(pk=message.pk)
    return found


def store_ruling(
    message: Message,
    verb: RulingVerb,
    by: Person,
    act: Act | None,
    *,
    ground: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Ruling:
    """Store the ruling, with the norm of its ground, and let the thresholds learn from it. `at` None: now."""
    ruling = Ruling.objects.create(
        administration_id=message.administration_id,
        message=message,
        private=message.private,
        verb=verb,
        ground=ground,
        norm=norm_of(message.administration_id, ground) if ground else "",
        note=note.strip()[:500],
        person=by,
        at=at or now(),
        act=act,
        was=message.state,
    )
    learn(ruling, message)
    return ruling


def record_ruling(message: Message, by: Person, done: RulingVerb, **facts: object) -> None:
    """The journal entry of a ruling; entries about private messages have verbs of their own."""
    record(
        administration=message.administration,
        actor=by,
        verb=(_PRIVATE_ENTRIES if message.private else _ENTRIES)[done],
        obj=object_of(message),
        facts=facts,
    )

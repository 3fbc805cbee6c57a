"""Notes of the press service about a comment or a private talk. They are never sent to a network."""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from veche.inbox.errors import InboxError
from veche.inbox.models import Message, Note
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration, Person
from veche.staff.together import Reading

LONGEST: Final = 2_000


def add_note(*, message: Message, by: Person, text: str) -> Note:
    """Raises `InboxError`. A second press of the button, with the same words, adds nothing."""
    said = text.replace("\x00", "").strip()
    if not said or len(said) > LONGEST:
        raise InboxError(f"Заметка пишется словами, до {LONGEST} знаков. Ничего не записали.")
    with transaction.atomic():
        rows = Note.objects.of(message.administration_id).filter(**_about(message)).order_by("-pk")
        last: Note | None = rows.first()
        if last is not None and (last.text, last.author_id) == (said, by.pk):
            return last
        made: Note = Note.objects.create(
            administration_id=message.administration_id, **_about(message), text=said, author=by, at=now()
        )
        # Not its words: they may repeat a private message.
        about = message.conversation if message.private else message
        record(administration=message.administration, actor=by, verb="inbox.noted", obj=about, facts={})
    return made


def _about(message: Message) -> dict[str, int | None]:
    return {"conversation_id": message.conversation_id, "message_id": None if message.private else message.pk}


def noted(administration: Administration) -> Q:
    """Condition: messages with a note."""
    notes = Note.objects.of(administration)
    talk = Exists(notes.filter(message=None, conversation=OuterRef("conversation")))
    return Q(Exists(notes.filter(message=OuterRef("pk")))) | Q(Q(private=True), talk)


def reading_of_notes(message: Message) -> Reading[Sequence[Note]]:
    """Notes about a comment or its private talk, oldest first."""
    about = _about(message)
    return Reading(_notes.bind(message.administration_id, about["conversation_id"], about["message_id"]), list)


@compiled_once
def _notes(city: int, conversation: int | None, message: int | None) -> "QuerySet[Note]":
    rows: QuerySet[Note] = Note.objects.of(city).filter(conversation=conversation, message=message)
    return rows.select_related("author").order_by("pk")


def reading_of_noted(administration: Administration) -> Reading[bool]:
    """Whether there are notes."""
    return Reading(_any.bind(administration.pk), bool)


@compiled_once
def _any(city: int) -> "QuerySet[Note, int]":
    rows: QuerySet[Note, int] = Note.objects.of(city).values_list("pk", flat=True)
    return rows.order_by("pk")[:1]

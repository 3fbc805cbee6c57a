"""Who works on what: a comment or a private talk that somebody has taken, until a set time passes.

A `Hold` refuses nothing: a colleague sees it and may take the message over. It ends at its time by itself.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from veche.inbox.domain.settings import settings_of
from veche.inbox.errors import InboxError
from veche.inbox.models import Conversation, Hold, Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.kit.moments import spoken
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import Administration, Person
from veche.staff.together import Reading


def take(*, message: Message, by: Person, instead_of: int = 0) -> Hold:
    """Take a comment, or the whole talk of a private message, or take it anew.

    Raises `InboxError` if a colleague has it.

    `instead_of`: id of the colleague's hold that the page showed: it is taken over.
    """
    with transaction.atomic():
        standing = _standing(_locked(message))
        if standing is not None and standing.person_id != by.pk and standing.pk != instead_of:
            raise InboxError(f"Это уже {taken_words(standing)}. Не занимаем: ничего не изменилось.")
        _rows(message).delete()
        made = _make(message, by)
        if standing is None or standing.person_id != by.pk:
            _record(message, by, "inbox.taken")
    return made


def release(*, message: Message, by: Person) -> None:
    """Give back what this person has taken; nothing happens otherwise."""
    with transaction.atomic():
        standing = _standing(_locked(message))
        if standing is not None and standing.person_id == by.pk:
            standing.delete()
            _record(message, by, "inbox.released")


def taken_words(hold: Hold) -> str:
    """«у коллеги Анны, взято сегодня в 12:40»."""
    return f"у коллеги {hold.person.display_name}, взято {spoken(hold.taken_at, hold.person.administration.time_zone)}"


def _make(message: Message, by: Person) -> Hold:
    moment = now()
    made: Hold = Hold.objects.create(
        administration_id=message.administration_id,
        conversation_id=message.conversation_id,
        message=None if message.private else message,
        person=by,
        taken_at=moment,
        until=moment + timedelta(minutes=settings_of(message.administration).hold_minutes),
    )
    return made


def _locked(message: Message) -> Message:
    """Two who press at once take turns."""
    Conversation.objects.of(message.administration_id).select_for_update().get(pk=message.conversation_id)
    return message


def _standing(message: Message) -> Hold | None:
    found: Hold | None = _rows(message).filter(until__gt=now()).select_related("person__administration").first()
    return found


def _rows(message: Message) -> "QuerySet[Hold]":
    rows: QuerySet[Hold] = Hold.objects.of(message.administration_id).filter(conversation=message.conversation_id)
    return rows.filter(message=None if message.private else message.pk)


def _record(message: Message, by: Person, verb: str) -> None:
    about = message.conversation if message.private else message
    record(administration=message.administration, actor=by, verb=verb, obj=about, facts={})


def taken_by(administration: Administration, person: Person) -> Q:
    """Condition: messages that this person has taken."""
    holds = Hold.objects.of(administration).filter(person=person, until__gt=this_moment()).order_by()
    talks = Q(private=True, conversation__in=holds.filter(message=None).values("conversation"))
    return talks | Q(pk__in=holds.filter(message__isnull=False).values("message"))


def reading_of_holds(administration: Administration, messages: Sequence[Message]) -> Reading[Mapping[int, Hold]]:
    """The present hold of each message, by its id."""

    def found(rows: list[Hold]) -> Mapping[int, Hold]:
        return {
            message.pk: row
            for message in messages
            for row in rows
            if row.conversation_id == message.conversation_id
            and row.message_id == (None if message.private else message.pk)
        }

    talks = sorted({message.conversation_id for message in messages})
    return Reading(_holds.bind(administration.pk, talks) if talks else None, found)


@compiled_once
def _holds(city: int, talks: list[int]) -> "QuerySet[Hold]":
    rows: QuerySet[Hold] = Hold.objects.of(city).filter(conversation__pk__listed=talks, until__gt=this_moment())
    return rows.select_related("person__administration").order_by("pk")


def reading_of_taken(administration: Administration) -> Reading[Sequence[Hold]]:
    """Present holds of comments, with their people."""
    return Reading(_taken.bind(administration.pk), list)


@compiled_once
def _taken(city: int) -> "QuerySet[Hold]":
    rows: QuerySet[Hold] = Hold.objects.of(city).filter(message__isnull=False, until__gt=this_moment())
    return rows.select_related("person").order_by("pk")


def reading_of_mine(administration: Administration, person: Person) -> Reading[bool]:
    """Whether the person has taken anything."""
    return Reading(_mine.bind(administration.pk, person), bool)


@compiled_once
def _mine(city: int, person: Person) -> "QuerySet[Hold, int]":
    rows: QuerySet[Hold, int] = (
        Hold.objects.of(city).filter(person=person, until__gt=this_moment()).values_list("pk", flat=True)
    )
    return rows.order_by("pk")[:1]

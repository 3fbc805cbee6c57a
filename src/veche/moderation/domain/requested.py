"""Erase what a person wrote because they asked for it by a paper (152-ФЗ, article 21): our copies; hashes stay.

What something else requires to keep stays, and is erased later, when nothing does any more.
"""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from veche.inbox.domain.still_needed import reasons
from veche.inbox.models import Message, MessagePicture
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.erase import blanked, empty, end_waiting, evidence_of
from veche.moderation.domain.evidence_integrity import is_intact, message_of, object_of, of_journal
from veche.moderation.domain.holds import is_held
from veche.moderation.domain.retention import MOVING
from veche.moderation.domain.said import ERASED
from veche.moderation.enums import RulingVerb
from veche.moderation.models import (
    AskedRestriction,
    AuthorWarning,
    Erasure,
    ErasureRequest,
    Evidence,
    Restriction,
    Ruling,
)
from veche.staff.models import Administration

HELD = "их запретили стирать"


def said_by(administration: Administration, network: str, author_id: str) -> "QuerySet[Message]":
    """What a person wrote to us in one network."""
    rows: QuerySet[Message] = Message.objects.of(administration).filter(
        account__network=network, author_id=author_id, ours=False
    )
    return rows


def not_erased(rows: "QuerySet[Message]") -> "QuerySet[Message]":
    left: QuerySet[Message] = rows.filter(erasure__months=None, erasure__request=None)
    return left


def keepers(administration: Administration) -> list[tuple[str, Q]]:
    """What keeps words although their author wants them erased: a sentence and the condition of the messages."""
    waiting = AskedRestriction.objects.of(administration).filter(message=OuterRef("pk"), decided_at=None)
    limits = Restriction.objects.of(administration).filter(message=OuterRef("pk"), ended_at=None)
    return [
        (HELD, is_held(administration)),
        ("решение ещё исполняет сеть", Q(state__in=MOVING)),
        ("второй человек ещё не сказал, ограничить ли автора", Q(Exists(waiting))),
        ("автор за них сейчас ограничен", Q(Exists(limits.filter(Q(until=None) | Q(until__gt=now()))))),
        *reasons(administration, now()),
    ]


def kept_of(administration: Administration, rows: "QuerySet[Message]") -> "QuerySet[Message]":
    """The messages that may not be erased, for whatever reason."""
    kept = Q(pk__in=())
    for _, condition in keepers(administration):
        kept |= condition
    return rows.filter(kept)


def erasable_of(administration: Administration, rows: "QuerySet[Message]") -> "QuerySet[Message]":
    return not_erased(rows).exclude(pk__in=kept_of(administration, rows).values("pk"))


def erase(pk: int, request: ErasureRequest) -> bool:
    """Erase one message with its evidence; False if something keeps it now, or its evidence was changed past Veche."""
    city = request.administration
    with transaction.atomic():
        rows = Message.objects.of(city).select_for_update(of=("self",))
        locked = rows.select_related("conversation", "administration").filter(pk=pk).first()
        if locked is None or not erasable_of(city, Message.objects.of(city).filter(pk=pk)).exists():
            return False
        kept = list(evidence_of(city, locked))
        if not all(evidence.seals and is_intact(evidence) for evidence in kept):
            return False  # the nightly check names it
        pictures = MessagePicture.objects.of(city).filter(message=locked)
        said = {"administration": city, "at": now(), "request": request, "pictures": pictures.count()}
        Erasure.objects.of(city).update_or_create(message=locked, defaults=said)
        pictures.update(ref="")
        empty(locked)
        end_waiting(locked)
        _unname(locked)
        for evidence in kept:
            _blank(evidence, request)
        if not kept:
            facts = {"request": request.pk}
            record(administration=city, actor=None, verb="message.erased", obj=object_of(locked), facts=facts)
    return True


def _unname(message: Message) -> None:
    """Erase the author's name; their number too, unless a deletion, a warning or a restriction refers to it."""
    city = message.administration
    about_author = (Restriction, AskedRestriction, AuthorWarning)
    is_decided = any(one.objects.of(city).filter(message=message).exists() for one in about_author)
    is_decided |= Ruling.objects.of(city).filter(message=message).exclude(verb=RulingVerb.KEEP).exists()
    number = message.author_id if is_decided else ""
    Message.objects.of(city).filter(pk=message.pk).update(author_name="", author_id=number)
    Restriction.objects.of(city).filter(message=message).update(author_name="")


def _blank(evidence: Evidence, request: ErasureRequest) -> None:
    parts = blanked(evidence, names=True)
    facts: dict[str, Any] = {"parts": parts, "pictures": len(evidence.pictures), "request": request.pk}
    record(
        administration=evidence.administration,
        actor=None,
        verb=ERASED,
        obj=evidence.restriction or object_of(message_of(evidence)),
        facts=facts | of_journal(evidence),
    )

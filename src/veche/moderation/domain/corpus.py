"""Comments that people decided about, for training the next model: without names, numbers, addresses and links.

Private messages, what was erased and what its author asked to erase are left out.
"""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from veche.inbox.models import Message
from veche.journal.domain.record import record
from veche.moderation.enums import Ground, RulingVerb
from veche.moderation.models import Erasure, ErasureRequest, Ruling
from veche.screening.masking import masked
from veche.staff.models import Administration

# Of a talk, whose names are masked in each of its comments.
MOST_NAMES: Final = 500
CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class CorpusLine:
    """One comment as training reads it. `grounds`: what people called it; `unsaid`: what nobody was asked."""

    text: str
    grounds: tuple[str, ...]
    unsaid: tuple[str, ...]


def export(administration: Administration) -> list[dict[str, Any]]:
    """Return each line once, in an order that reveals neither time nor author; the journal gets their number."""
    found = {(line.text, line.grounds): asdict(line) for line in _lines(administration)}
    with transaction.atomic():
        facts = {"lines": len(found)}
        record(administration=administration, actor=None, verb="corpus.exported", obj=administration, facts=facts)
    return [found[key] for key in sorted(found, key=_shuffled)]


def _shuffled(key: tuple[str, tuple[str, ...]]) -> str:
    return hashlib.sha256("\n".join((key[0], *key[1])).encode()).hexdigest()


def _lines(administration: Administration) -> Iterator[CorpusLine]:
    names: dict[int, list[str]] = {}
    for ruling in _last_rulings(administration).iterator(chunk_size=CHUNK):
        message = ruling.message
        talk = message.conversation_id
        if talk not in names:
            names[talk] = _names_in(message)
        text = masked(_as_it_stood(message, ruling.at), (*names[talk], message.author_name)).strip()
        if text:
            yield CorpusLine(text, *_said(ruling))


def _last_rulings(administration: Administration) -> "QuerySet[Ruling]":
    """The decision in force about each comment whose words are kept and may be used."""
    rows = Ruling.objects.of(administration).filter(undone_at=None)
    later = rows.filter(message=OuterRef("message"), pk__gt=OuterRef("pk"))
    erased = Erasure.objects.of(administration).filter(message=OuterRef("message"))
    asked = ErasureRequest.objects.of(administration).filter(
        network=OuterRef("message__account__network"), author_id=OuterRef("message__author_id")
    )
    wanted = rows.filter(private=False, message__private=False, message__ours=False).exclude(message__text="")
    wanted = wanted.exclude(Exists(later)).exclude(Exists(erased)).exclude(Exists(asked))
    chosen: QuerySet[Ruling] = wanted.select_related("message__account").prefetch_related("message__wordings")
    return chosen.order_by("pk")


def _names_in(message: Message) -> list[str]:
    rows = Message.objects.of(message.administration_id).filter(conversation=message.conversation_id, ours=False)
    return list(rows.exclude(author_name="").order_by().values_list("author_name", flat=True).distinct()[:MOST_NAMES])


def _as_it_stood(message: Message, at: datetime) -> str:
    """The last wording received when the person decided."""
    seen = [wording.text for wording in message.wordings.all() if wording.received_at <= at]
    return str(seen[-1] if seen else message.text)


def _said(ruling: Ruling) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Grounds that the decision confirms, and grounds about which it says nothing.

    «Не нарушение» denies all grounds, a deletion confirms its own, a restoration denies that of the deletion.
    """
    match ruling.verb:
        case RulingVerb.KEEP:
            return (), ()
        case RulingVerb.DELETE:
            return (ruling.ground,), _all_but((ruling.ground,))
    deletions = ruling.message.rulings.filter(verb=RulingVerb.DELETE, undone_at=None, pk__lt=ruling.pk)
    return (), _all_but(deletions.order_by("-pk").values_list("ground", flat=True)[:1])


def _all_but(grounds: Collection[str]) -> tuple[str, ...]:
    return tuple(ground for ground in Ground.values if ground not in grounds)

"""Erase words that the law requires to erase, everywhere; their hash stays."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from veche.inbox.domain.still_needed import forbidden
from veche.inbox.enums import MessageState
from veche.inbox.models import InboundEvent, Message, Wording
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.digests import is_of_words
from veche.moderation.domain.evidence_integrity import is_intact, message_of, object_of, of_journal
from veche.moderation.domain.holds import holds_of
from veche.moderation.domain.said import ERASED
from veche.moderation.errors import ModerationError
from veche.moderation.models import Correction, Erasure, Evidence, Proposal
from veche.staff.models import Administration, Person

LONGEST_ORDER: Final = 100
# Parts of evidence that name the author; the number stays, because the decision is about it.
NAMES = ("author_name", "whom_name")


def erase_words(*, message: Message, by: Person, order: str) -> int:
    """Erase all wordings of one comment from its evidence. Returns the number of pieces of evidence.

    `order`: the number of the legal paper, in Latin letters and digits, for the journal. Raises `ModerationError` if
    somebody holds the words, or the evidence is not intact, because its hashes would prove nothing afterwards. Pictures
    are not touched.
    """
    if not (order.isascii() and order.isprintable()) or " " in order or not 0 < len(order) <= LONGEST_ORDER:
        raise ModerationError(
            f"Номер документа пишут латиницей и цифрами без пробелов, до {LONGEST_ORDER} знаков: «2-1234/2026»."
        )
    with transaction.atomic():
        city = message.administration
        Message.objects.of(city).select_for_update(of=("self",)).get(pk=message.pk)  # a hold waits, or is seen
        if (held := holds_of(message).first()) is not None:
            raise ModerationError(
                f"Эти слова запретили стирать: «{held.reason}». Сначала снимите запрет на странице «Сколько храним». "
                "Ничего не стёрто."
            )
        if Message.objects.of(city).filter(forbidden(city), pk=message.pk).exists():
            raise ModerationError("Дело с этими словами запретили стирать. Сначала снимите запрет. Ничего не стёрто.")
        kept = [*evidence_of(city, message)]
        if not all(is_intact(evidence) for evidence in kept):
            raise ModerationError("Доказательство изменено в обход Вече. Ничего не стёрто, позовите отдел ИТ.")
        Erasure.objects.of(city).get_or_create(
            message=message, defaults={"administration": city, "at": now(), "order": order}
        )
        empty(message)
        _clear_event_payloads(message)
        for evidence in kept:
            _erase(evidence, by, order)
        if not kept:
            facts = {"order": order}
            record(administration=city, actor=by, verb="message.erased_by_order", obj=object_of(message), facts=facts)
    return len(kept)


def _clear_event_payloads(message: Message) -> None:
    """Empty the payloads of the message's events, because they hold the same words."""
    number = "payload__message_id" if message.private else "payload__comment_id"
    events = InboundEvent.objects.of(message.administration_id).filter(account=message.account_id)
    events.filter(processed_at__isnull=False, **{number: message.remote_id}).update(payload={})


def evidence_of(city: Administration, message: Message) -> Iterable[Evidence]:
    """Evidence of all decisions about it, locked."""
    rows = Evidence.objects.of(city).select_for_update(of=("self",)).order_by("pk")
    yield from rows.filter(ruling__message=message)
    yield from rows.filter(restriction__message=message)


def erased_among(messages: Collection[Message]) -> frozenset[int]:
    """Of messages of one administration, ids of those whose words were erased. One query, if any has no words."""
    wordless = [one for one in messages if not one.text]
    if not wordless:
        return frozenset()
    rows = Erasure.objects.of(wordless[0].administration_id).filter(message__in=wordless)
    return frozenset(rows.values_list("message", flat=True))


def erased_whole(path: str = "erasure") -> Q:
    """Condition of messages: their words and pictures were erased. `path`: of the erasure in the caller's model."""
    return Q(**{f"{path}__months__isnull": False}) | Q(**{f"{path}__request__isnull": False})


def empty(message: Message) -> None:
    """Erase the words from other tables, and the screening's result."""
    city = message.administration
    Message.objects.of(city).filter(pk=message.pk).update(text="")
    Wording.objects.of(city).filter(message=message).update(text="")
    Proposal.objects.of(city).filter(message=message).update(spans=[])
    Correction.objects.of(city).filter(message=message).update(words=[])


def end_waiting(message: Message) -> None:
    """Close it if it waits: without words and pictures nobody can decide about it. An edit opens it again."""
    rows = Message.objects.of(message.administration_id)
    rows.filter(pk=message.pk, state=MessageState.NEW).update(state=MessageState.CLOSED)


def blanked(evidence: Evidence, *, names: bool = False) -> list[str]:
    """Take the words out of evidence, with `names` the author's name too; hashes stay. Returns the parts' names."""
    parts = [name for name in evidence.seals if is_of_words(name) or (names and name in NAMES)]
    seals: dict[str, Any] = evidence.seals
    evidence.seals = {name: ["", seal[1]] if name in parts else seal for name, seal in seals.items()}
    evidence.wordings = [{**wording, "text": ""} for wording in evidence.wordings]
    if names:
        evidence.author_name = ""
    evidence.save(update_fields=("seals", "wordings", "author_name"))
    return parts


def _erase(evidence: Evidence, by: Person, order: str) -> None:
    parts = blanked(evidence)
    record(
        administration=evidence.administration,
        actor=by,
        verb=ERASED,
        obj=evidence.restriction or object_of(message_of(evidence)),
        facts={"parts": parts, "order": order} | of_journal(evidence),
    )

"""After the administration's term residents' words and pictures are erased at night; their hashes stay.

The term counts from what is newest: the message, a decision about it, the end of a restriction.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from veche.inbox.domain.still_needed import is_named, needed
from veche.inbox.enums import MessageState
from veche.inbox.models import InboundEvent, Message, MessagePicture
from veche.journal.domain.record import record
from veche.kernel.bidi import one_line
from veche.kernel.clock import months_before, now
from veche.kernel.uploads import kept_path
from veche.media.models import Media
from veche.moderation.domain.erase import blanked, empty, end_waiting, erased_whole, evidence_of
from veche.moderation.domain.evidence_integrity import is_intact, message_of, object_of, of_journal
from veche.moderation.domain.holds import is_held
from veche.moderation.domain.said import EXPIRED
from veche.moderation.errors import ModerationError
from veche.moderation.models import AskedRestriction, AuthorWarning, Erasure, Evidence, Restriction, Retention, Ruling
from veche.staff.models import Administration, Person

SHORTEST: Final = 12
LONGEST: Final = 240
# Of one night and one administration: each is a transaction of its own.
BATCH: Final = 20_000
# Of a picture whose file is gone.
GONE: Final = "Файл стёрт."
MOVING = (MessageState.DELETING, MessageState.RESTORING)


@dataclass(frozen=True, slots=True)
class Terms:
    months: int | None
    norm: str


def terms_of(administration: Administration) -> Terms:
    """The term and its norm; without a term nothing is erased."""
    row = Retention.objects.of(administration).first()
    return Terms(row.months, row.norm) if row else Terms(None, "")


def change(*, administration: Administration, by: Person, months: int | None, norm: str) -> None:
    """Set the term and its norm; None: nothing is erased. Raises `ModerationError`."""
    words = one_line(norm)
    if months is not None and not SHORTEST <= months <= LONGEST:
        raise ModerationError(f"Срок от {SHORTEST} до {LONGEST} месяцев. Прежний в силе.")
    if months is not None and not words:
        raise ModerationError("Назовите норму: по какой статье или номенклатуре такой срок. Прежний в силе.")
    with transaction.atomic():
        said = {"months": months, "norm": words[:300], "at": now(), "by": by}
        row, _ = Retention.objects.of(administration).update_or_create(administration=administration, defaults=said)
        record(administration=administration, actor=by, verb="retention.changed", obj=row, facts={"months": months})


def due(administration: Administration, months: int) -> "QuerySet[Message]":
    """Messages of residents whose term is over and which nobody holds or needs."""
    cut = months_before(now(), months)
    lately = Q(Exists(Ruling.objects.of(administration).filter(message=OuterRef("pk"), at__gte=cut)))
    lately |= Q(Exists(AuthorWarning.objects.of(administration).filter(message=OuterRef("pk"), at__gte=cut)))
    limits = Restriction.objects.of(administration).filter(message=OuterRef("pk"))
    lately |= Q(Exists(limits.filter(Q(at__gte=cut) | Q(ended_at=None) | Q(ended_at__gte=cut))))
    waiting = AskedRestriction.objects.of(administration).filter(message=OuterRef("pk"), decided_at=None)
    rows: QuerySet[Message] = Message.objects.of(administration).filter(at__lt=cut, received_at__lt=cut, ours=False)
    rows = rows.exclude(state__in=MOVING).exclude(Exists(waiting)).exclude(lately).exclude(is_held(administration))
    rows = rows.exclude(needed(administration, cut))
    whole = Erasure.objects.of(administration).filter(erased_whole("message__erasure"), message=OuterRef("pk"))
    return rows.exclude(Exists(whole))


def number_due(administration: Administration) -> int:
    """How many messages the next night will erase."""
    months = terms_of(administration).months
    return due(administration, months).count() if months is not None else 0


def erase_due() -> int:
    """Erase what is due in all administrations. Returns the number of messages."""
    done = 0
    for terms in Retention.objects.unscoped().filter(months__isnull=False).select_related("administration"):
        ids = (
            due(terms.administration, terms.months or LONGEST).order_by("at", "pk").values_list("pk", flat=True)[:BATCH]
        )
        done += sum(_erase(pk, terms) for pk in list(ids))
        _clear_event_payloads(terms)
        remove_files(terms.administration)
    return done


def _erase(pk: int, terms: Retention) -> int:
    """Erase one message with its evidence; 0 if it is due no more, or its evidence was changed past Veche."""
    city = terms.administration
    with transaction.atomic():
        locked = Message.objects.of(city).select_for_update(of=("self",)).filter(pk=pk).first()
        if locked is None or not due(city, terms.months or LONGEST).filter(pk=pk).exists():
            return 0
        kept = list(evidence_of(city, locked))
        if not all(evidence.seals and is_intact(evidence) for evidence in kept):
            return 0  # the nightly check names it
        pictures = MessagePicture.objects.of(city).filter(message=locked)
        said = {"at": now(), "months": terms.months, "norm": terms.norm, "pictures": pictures.count()}
        Erasure.objects.of(city).update_or_create(message=locked, defaults={"administration": city, **said})
        pictures.update(ref="")
        empty(locked)
        end_waiting(locked)
        for evidence in kept:
            _expire(evidence, terms)
        if not kept:
            facts = {"months": terms.months}
            record(administration=city, actor=None, verb="message.expired", obj=object_of(locked), facts=facts)
    return 1


def _expire(evidence: Evidence, terms: Retention) -> None:
    parts = blanked(evidence)
    facts: dict[str, Any] = {"parts": parts, "pictures": len(evidence.pictures), "months": terms.months}
    record(
        administration=evidence.administration,
        actor=None,
        verb=EXPIRED,
        obj=evidence.restriction or object_of(message_of(evidence)),
        facts=facts | of_journal(evidence),
    )


def _clear_event_payloads(terms: Retention) -> None:
    """Empty the payloads of events processed before the term, because they hold the residents' words too."""
    cut = months_before(now(), terms.months or LONGEST)
    old = InboundEvent.objects.of(terms.administration).filter(processed_at__isnull=False, received_at__lt=cut)
    old.exclude(payload={}).update(payload={})


def remove_files(administration: Administration) -> None:
    """Remove the files of erased messages that nothing else names; a killed worker leaves them to the next night."""
    left = MessagePicture.objects.of(administration).filter(erased_whole("message__erasure")).exclude(trouble=GONE)
    for picture in left.order_by("pk")[:BATCH]:
        if picture.sha256 and not _is_named(picture.sha256):
            kept_path(Path(settings.MEDIA_ROOT), picture.sha256).unlink(missing_ok=True)
        MessagePicture.objects.of(administration).filter(pk=picture.pk).update(trouble=GONE)


def _is_named(sha256: str) -> bool:
    """Whether another message, the library or another room keeps the same bytes."""
    others = MessagePicture.objects.unscoped().filter(sha256=sha256).exclude(erased_whole("message__erasure"))
    return others.exists() or Media.objects.unscoped().filter(sha256=sha256).exists() or is_named(sha256)

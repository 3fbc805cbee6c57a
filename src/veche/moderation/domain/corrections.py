"""What people said of the grounds that the screening saw: kept one by one, so that it learns of nothing unmarked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.moderation.enums import RulingVerb
from veche.moderation.models import Correction, Proposal, Ruling
from veche.staff.models import Administration


@dataclass(frozen=True, slots=True)
class Marked:
    """One line of the export: the words as they stood when a person judged them."""

    id: int
    text: str
    account: int
    ground: str
    violation: bool
    score: float


def learn(ruling: Ruling, message: Message) -> None:
    """«Не нарушение» speaks of every ground that was proposed, a deletion of its own, a return of the deletion's."""
    for ground, violation in _said(ruling, message):
        Correction.objects.update_or_create(
            administration_id=message.administration_id,
            message=message,
            ground=ground,
            defaults={
                "ruling": ruling,
                "account_id": message.account_id,
                "violation": violation,
                "score": _scores(message).get(ground, 0.0),
                "at": now(),
            },
        )


def forget(ruling: Ruling) -> None:
    """A decision that was taken back teaches nothing."""
    Correction.objects.of(ruling.administration_id).filter(ruling=ruling).delete()


def marked(administration: Administration) -> Iterator[Marked]:
    """Everything that people marked, oldest first, without a name of anybody."""
    rows = Correction.objects.of(administration).select_related("message").prefetch_related("message__wordings")
    for row in rows.iterator(chunk_size=500):
        text = _as_it_stood(row)
        yield Marked(row.pk, text, row.account_id, row.ground, row.violation, row.score)


def as_lines(rows: Iterable[Marked]) -> Iterator[dict[str, Any]]:
    """Each with `id` and `text`, which is what `veche screen` reads."""
    return (asdict(row) for row in rows)


def _said(ruling: Ruling, message: Message) -> Iterator[tuple[str, bool]]:
    match ruling.verb:
        case RulingVerb.KEEP:
            proposal = _proposal(message)
            yield from ((ground, False) for ground in (proposal.grounds if proposal else ()))
        case RulingVerb.DELETE:
            yield ruling.ground, True
        case RulingVerb.RESTORE:
            deletions = message.rulings.filter(verb=RulingVerb.DELETE, undone_at=None)
            yield from ((ground, False) for ground in deletions.order_by("-pk").values_list("ground", flat=True)[:1])


def _scores(message: Message) -> Mapping[str, float]:
    proposal = _proposal(message)
    return proposal.scores if proposal else {}


def _proposal(message: Message) -> Proposal | None:
    """Of the wording that stands now: one that was not screened yet says nothing about it."""
    if message.screened_at is None:
        return None
    found: Proposal | None = Proposal.objects.of(message.administration_id).filter(message=message).first()
    return found


def _as_it_stood(row: Correction) -> str:
    """The last wording that had been received when the person decided."""
    seen = [wording.text for wording in row.message.wordings.all() if wording.received_at <= row.at]
    return seen[-1] if seen else row.message.text

"""People's judgements of proposed grounds, stored one by one; the screening learns from marked texts only."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.moderation.enums import RulingVerb
from veche.moderation.models import Correction, Proposal, Ruling
from veche.screening import corrections as engine
from veche.staff.models import Administration

# Of the newest: an account's custom changes, and the reckoning stays quick.
LEARNED_FROM = 500
# A longer span is a whole text, and no word of anybody's.
LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class Marked:
    """One line of the export: the text as it was judged, and what `screening.corrections` reads.

    `person` is a number: nobody is named.
    """

    id: int
    text: str
    account: str
    ground: str
    violation: bool
    score: float
    words: tuple[str, ...]
    person: str


def learn(ruling: Ruling, message: Message) -> None:
    """Store what a decision says: «не нарушение» about all proposed grounds, a deletion about its own, a restoration
    about the deletion's. Nothing of private messages, whose words are in no export."""
    if message.private:
        return
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
                "words": _words(message, ground),
                "at": now(),
            },
        )


def forget(ruling: Ruling) -> None:
    """Delete the judgements of a decision that was undone."""
    Correction.objects.of(ruling.administration_id).filter(ruling=ruling).delete()


def marked(administration: Administration) -> Iterator[Marked]:
    """Judgements whose words are kept, oldest first; texts as they were written."""
    rows = Correction.objects.of(administration).select_related("message", "ruling")
    for row in rows.prefetch_related("message__wordings").iterator(chunk_size=500):
        if text := _as_it_stood(row):
            yield Marked(row.pk, text, **_mark(row))


def as_lines(rows: Iterable[Marked]) -> Iterator[dict[str, Any]]:
    """JSON lines with `id` and `text`, as `veche screen` reads."""
    return (asdict(row) for row in rows)


def marks_of(administration: Administration | int, accounts: Collection[int]) -> dict[int, list[engine.Correction]]:
    """Judgements by account id, for the engine. One query."""
    found: dict[int, list[engine.Correction]] = {}
    rows = Correction.objects.of(administration).filter(account__in=accounts).select_related("ruling").order_by("-pk")
    for row in rows[: LEARNED_FROM * max(1, len(accounts))]:
        ours = found.setdefault(row.account_id, [])
        if len(ours) < LEARNED_FROM:
            ours.append(engine.Correction(**_mark(row)))
    return found


def _mark(row: Correction) -> dict[str, Any]:
    return {
        "ground": row.ground,
        "account": str(row.account_id),
        "score": row.score,
        "violation": row.violation,
        "words": tuple(row.words),
        "person": str(row.ruling.person_id),
    }


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


def _words(message: Message, ground: str) -> list[str]:
    """Words that led to the ground, each once."""
    proposal = _proposal(message)
    spans = [one for one in proposal.spans if one["ground"] == ground] if proposal else []
    found = (message.text[one["start"] : one["end"]].strip().lower() for one in spans)
    return [word for word in dict.fromkeys(found) if word and len(word) <= LONGEST_WORD]


def _proposal(message: Message) -> Proposal | None:
    """The proposal for the present wording; None if it was not screened."""
    if message.screened_at is None:
        return None
    found: Proposal | None = Proposal.objects.of(message.administration_id).filter(message=message).first()
    return found


def _as_it_stood(row: Correction) -> str:
    """The last wording received when the person decided."""
    seen = [wording.text for wording in row.message.wordings.all() if wording.received_at <= row.at]
    return seen[-1] if seen else row.message.text

"""The machine looks at what came and proposes; it never deletes."""

from functools import cache
from importlib.metadata import version
from typing import Any

from django.db import transaction

from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.moderation.domain.flooding import floods
from veche.moderation.domain.thresholds import thresholds_of
from veche.moderation.enums import Ground
from veche.moderation.models import Proposal
from veche.screening.flood import Flood
from veche.screening.screen import screen
from veche.screening.thresholds import Thresholds
from veche.screening.verdict import Found, Screening

BATCH = 200
# How sure it is that copies within ten minutes are flood: of one author; of several, who may all mean what they ask.
BY_ONE, BY_SEVERAL = 0.9, 0.6


def propose_for_new() -> int:
    """Screen each wording of a comment once, in whatever administration it came to. Returns how many were looked at.

    What is said in private stands nowhere in public, so nothing of it is ever proposed.
    """
    fresh = Message.objects.unscoped().filter(screened_at=None, ours=False, private=False).order_by("pk")
    batch = list(fresh.select_related("account")[:BATCH])
    measures = {account.pk: thresholds_of(account) for account in {message.account for message in batch}}
    repeated = floods(batch)
    return sum(_propose(message, measures[message.account_id], repeated.get(message.pk)) for message in batch)


def _propose(message: Message, thresholds: Thresholds, repeated: Flood | None) -> int:
    found = screen(message.text, thresholds)
    if repeated is not None:
        found = _flooding(found, message.text, repeated, thresholds)
    with transaction.atomic():
        # A wording that changed while it was looked at stays unscreened, for the next round.
        same = Message.objects.of(message.administration_id).filter(pk=message.pk, screened_at=None, text=message.text)
        if not same.update(screened_at=now()):
            return 0
        Proposal.objects.update_or_create(
            administration_id=message.administration_id, message=message, defaults=_found(found)
        )
    return 1


def _flooding(found: Screening, text: str, repeated: Flood, thresholds: Thresholds) -> Screening:
    """Flood is spam of the whole text, whatever it says."""
    sure = BY_ONE if repeated.rule == "flood-author" else BY_SEVERAL
    scores = found.scores | {Ground.SPAM.value: max(found.scores[Ground.SPAM], sure)}
    whole = Found(Ground.SPAM, 0, len(text), repeated.rule, repeated.words)
    proposed = [ground for ground in Ground.values if scores[ground] and scores[ground] >= thresholds.of(ground)]
    return Screening(tuple(sorted(proposed, key=lambda ground: -scores[ground])), scores, (*found.spans, whole))


def _found(found: Screening) -> dict[str, Any]:
    scores = {ground: round(score, 4) for ground, score in found.scores.items()}
    toxicity = scores.pop("toxicity", 0.0)
    # Of two that are equally sure the law stands first.
    grounds = sorted(found.proposed, key=lambda ground: (-found.scores[ground], Ground.values.index(ground)))
    return {
        "ground": next(iter(grounds), ""),
        "grounds": grounds,
        "scores": scores,
        "toxicity": toxicity,
        "spans": [
            {"ground": one.ground, "start": one.start, "end": one.end, "rule": one.rule, "words": one.words}
            for one in found.spans
        ],
        "engine": _engine(),
        "at": now(),
    }


@cache
def _engine() -> str:
    """The rules and the weights come with the program and have its version."""
    return version("veche")[:20]

"""Screen comments and private messages and propose grounds; nothing is deleted automatically."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.moderation.domain.danger import notify_of_danger
from veche.moderation.domain.flooding import note_repeats
from veche.moderation.domain.thresholds import thresholds_of
from veche.moderation.enums import LAW, Ground
from veche.moderation.models import Proposal
from veche.screening.danger import dangers_of
from veche.screening.screen import screen
from veche.screening.thresholds import Thresholds
from veche.screening.verdict import Found, Screening
from veche.staff.compiled import compiled_once

BATCH = 200
# How sure it is that one author's copies within ten minutes are flood. Copies by several people are never a ground.
FLOOD, FLOOD_RULE = 0.9, "flood-author"


def propose_for_new() -> int:
    """Screen each new wording once, in all administrations. Returns the number of screened messages.

    Private messages come after the comments, and only for the grounds of the law.
    """
    comments = list(_fresh_comments())
    batch = comments + list(_fresh_letters())[: BATCH - len(comments)]
    measures = {account.pk: thresholds_of(account) for account in {message.account for message in batch}}
    floods = note_repeats(comments)
    done = sum(_propose(message, measures[message.account_id], floods.get(message.pk, 0)) for message in batch)
    _propose_earlier(floods, {message.pk for message in comments})
    return done


@compiled_once
def _fresh_comments() -> QuerySet[Message]:
    return _fresh().filter(private=False)[:BATCH]


@compiled_once
def _fresh_letters() -> QuerySet[Message]:
    return _fresh().filter(private=True)[:BATCH]


def _fresh() -> QuerySet[Message]:
    fresh = Message.objects.unscoped().filter(screened_at=None, ours=False)
    return fresh.select_related("account").order_by("pk")


def _propose(message: Message, thresholds: Thresholds, copies: int) -> int:
    """Screen one message. `copies`: its author's copies within ten minutes, if that is flood."""
    found = screen(message.text, thresholds)
    danger = next(iter(dangers_of(message.text, found)), "")
    if message.private:
        found = _by_law(found)
    elif copies:
        found = _flooding(found, message.text, copies, thresholds)
    # What somebody answered or closed before it was screened, as all was before private messages were, is decided.
    heeded = message.private and message.state != MessageState.NEW
    with transaction.atomic():
        # A wording that changed while it was looked at stays unscreened, for the next round.
        same = Message.objects.of(message.administration_id).filter(pk=message.pk, screened_at=None, text=message.text)
        if not same.update(screened_at=now(), suspect=bool(found.proposed), heeded=heeded):
            return 0
        Proposal.objects.update_or_create(
            administration_id=message.administration_id, message=message, defaults=_found(found) | {"danger": danger}
        )
        if danger and message.state == MessageState.NEW:
            notify_of_danger(message)
    return 1


def _propose_earlier(floods: Mapping[int, int], batch: set[int]) -> None:
    """Propose flood for its first comments, screened before it was one; decided ones stay."""
    earlier = set(floods) - batch
    rows = Message.objects.unscoped().filter(pk__in=earlier, state=MessageState.NEW, screened_at__isnull=False)
    for message in rows.filter(rulings=None).select_related("account", "proposal"):
        if any(one["rule"] == FLOOD_RULE for one in message.proposal.spans):
            continue
        thresholds = thresholds_of(message.account)
        found = _flooding(screen(message.text, thresholds), message.text, floods[message.pk], thresholds)
        with transaction.atomic():
            Proposal.objects.of(message.administration_id).filter(message=message).update(**_found(found))
            Message.objects.of(message.administration_id).filter(pk=message.pk).update(suspect=bool(found.proposed))


def _flooding(found: Screening, text: str, copies: int, thresholds: Thresholds) -> Screening:
    """The proposal for flood: spam of the whole text."""
    scores = found.scores | {Ground.SPAM.value: max(found.scores[Ground.SPAM], FLOOD)}
    why = f"один автор пишет одно и то же за десять минут: {copies}"
    whole = Found(Ground.SPAM, 0, len(text), FLOOD_RULE, why)
    proposed = [ground for ground in Ground.values if scores[ground] and scores[ground] >= thresholds.of(ground)]
    return Screening(tuple(sorted(proposed, key=lambda ground: -scores[ground])), scores, (*found.spans, whole))


def _by_law(found: Screening) -> Screening:
    """Only the unlawful grounds, because a private message is deleted for nothing else (clause 2.5)."""
    return Screening(
        tuple(ground for ground in found.proposed if ground in LAW),
        {ground: score for ground, score in found.scores.items() if ground in LAW},
        tuple(span for span in found.spans if span.ground in LAW),
    )


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
    """The engine's version: rules and weights are part of the program."""
    return version("veche")[:20]

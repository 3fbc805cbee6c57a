"""The machine looks at what came and proposes; it never deletes."""

from django.db import transaction

from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.moderation.models import Proposal
from veche.screening.single import verdict as screened

BATCH = 200


def propose_for_new() -> int:
    """Screen each wording of a comment once, in whatever administration it came to. Returns how many were looked at.

    What is said in private stands nowhere in public, so nothing of it is ever proposed.
    """
    fresh = Message.objects.unscoped().filter(screened_at=None, ours=False, private=False).order_by("pk")[:BATCH]
    return sum(_propose(message) for message in fresh)


def _propose(message: Message) -> int:
    verdict = screened(message.text)
    with transaction.atomic():
        # A wording that changed while it was looked at stays unscreened, for the next round.
        same = Message.objects.of(message.administration_id).filter(pk=message.pk, screened_at=None, text=message.text)
        if not same.update(screened_at=now()):
            return 0
        Proposal.objects.update_or_create(
            administration_id=message.administration_id,
            message=message,
            defaults={
                "ground": verdict.ground if verdict else "",
                "rule": verdict.rule if verdict else "",
                "score": verdict.score if verdict else 0.0,
                "spans": [list(span) for span in verdict.spans] if verdict else [],
                "at": now(),
            },
        )
    return 1

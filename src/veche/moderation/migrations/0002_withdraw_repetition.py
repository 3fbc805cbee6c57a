"""Withdraw what was proposed only because several people wrote the same: that is no ground any more."""

from functools import partial
from typing import Any

from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from veche.journal.domain.chain import hash_of
from veche.journal.domain.heads import keep_head
from veche.kernel.clock import now

RULE, GROUND = "flood-authors", "spam"
# The score that repetition by several people gave; above it the words themselves were an advertisement.
BY_SEVERAL = 0.6
WAITING = ("new", "answered")
VERB = "comment.proposal_withdrawn"


def withdraw(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Proposal = apps.get_model("moderation", "Proposal")
    withdrawn: dict[int, list[int]] = {}
    waiting = Proposal.objects.exclude(ground="").filter(message__state__in=WAITING).order_by("pk")
    for proposal in waiting.iterator(chunk_size=500):
        if not any(one["rule"] == RULE for one in proposal.spans):
            continue
        proposal.spans = [one for one in proposal.spans if one["rule"] != RULE]
        if GROUND in proposal.grounds and proposal.scores.get(GROUND, 0.0) <= BY_SEVERAL:
            _without_ground(apps, proposal)
            withdrawn.setdefault(proposal.administration_id, []).append(proposal.message_id)
        proposal.save(update_fields=("ground", "grounds", "scores", "spans"))
    for administration, messages in sorted(withdrawn.items()):
        _note(apps, administration, messages)


def _without_ground(apps: StateApps, proposal: Any) -> None:
    """Where nothing else is proposed the comment is screened again: its own words may still be an advertisement."""
    proposal.grounds = [ground for ground in proposal.grounds if ground != GROUND]
    proposal.ground = next(iter(proposal.grounds), "")
    proposal.scores = proposal.scores | {GROUND: 0.0}
    if not proposal.grounds:
        apps.get_model("inbox", "Message").objects.filter(pk=proposal.message_id).update(screened_at=None)


def _note(apps: StateApps, administration: int, messages: list[int]) -> None:
    """One entry for each comment, as `journal.domain.record` writes it; that one needs the models of today."""
    Entry, Head = apps.get_model("journal", "Entry"), apps.get_model("journal", "Head")
    Head.objects.get_or_create(administration_id=administration)
    head = Head.objects.select_for_update().get(administration_id=administration)
    for message in messages:
        entry = Entry(
            administration_id=administration,
            number=head.number + 1,
            at=now(),
            actor_id=None,
            verb=VERB,
            object_type="inbox.message",
            object_id=str(message),
            facts={"ground": GROUND},
            previous=head.hash,
        )
        entry.hash = hash_of(entry)
        entry.save(force_insert=True)
        head.number, head.hash = entry.number, entry.hash
    head.save(update_fields=("number", "hash"))
    transaction.on_commit(partial(keep_head, administration, head.number, head.hash), robust=True)


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0002_message_same_as"),
        ("journal", "0001_initial"),
        ("moderation", "0001_initial"),
    ]

    operations = [migrations.RunPython(withdraw, migrations.RunPython.noop)]

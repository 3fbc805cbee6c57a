"""Evidence of a comment that is deleted: as received, with all wordings and pictures."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from veche.inbox.models import Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.digests import digest_of, facts_of, parts_of, root_of, salted
from veche.moderation.domain.evidence_integrity import is_intact, message_of, object_of, of_journal
from veche.moderation.domain.root_seals import root_seal
from veche.moderation.models import Evidence, Restriction, Ruling
from veche.staff.compiled import compiled_once

BATCH = 100


def capture(of: Ruling | Restriction, message: Message) -> Evidence:
    """Copy what was stored on receipt and seal it with the decision. The journal keeps the `digest`, no text."""
    facts = _facts(message)
    seals = salted(parts_of(facts, of, of.kind))
    evidence = Evidence(
        administration_id=of.administration_id,
        seals=seals,
        digest=root_of(seals),
        sealed_at=now(),
        waits_picture=_waits(facts["pictures"]),
        **{of.kind: of},
        **facts,
    )
    evidence.root_seal = root_seal(evidence, of, evidence.kind)
    evidence.save(force_insert=True)
    return evidence


def complete_waiting() -> int:
    """Add pictures that arrived after the decision. Returns the number of completed pieces."""
    return sum(_complete(evidence) for evidence in _waiting())


@compiled_once
def _waiting() -> QuerySet[Evidence]:
    waiting = Evidence.objects.unscoped().filter(waits_picture=True)
    return waiting.select_related("ruling__message", "restriction__message")[:BATCH]


def _complete(evidence: Evidence) -> bool:
    """Complete intact evidence only: changed evidence must not get a fitting digest."""
    message = message_of(evidence)
    with transaction.atomic():
        rows = Evidence.objects.of(evidence.administration_id).select_for_update(of=("self",))
        locked = rows.get(pk=evidence.pk)
        if not is_intact(locked) or not _waits(locked.pictures):
            rows.filter(pk=locked.pk).update(waits_picture=False)
            return False
        filled = _filled(locked.pictures, _pictures(message))
        if filled == locked.pictures:
            return False
        before = locked.digest
        _fill(locked, filled)
        record(
            administration=locked.administration,
            actor=None,
            verb="evidence.completed",
            obj=evidence.restriction or object_of(message),
            facts={"before": before, "evidence": locked.digest} | of_journal(locked),
        )
    return True


def _filled(sealed: list[dict[str, Any]], received: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pictures with the results of the missing ones; those with a hash stay, none is added or removed."""
    by_id = {picture["id"]: picture for picture in received}
    return [one if one["sha256"] else by_id.get(one["id"], one) for one in sealed]


def _fill(locked: Evidence, filled: list[dict[str, Any]]) -> None:
    """Set new hashes for the pictures; all other parts keep salt and hash."""
    places = [place for place, one in enumerate(filled) if one != locked.pictures[place]]
    locked.pictures, locked.waits_picture = filled, _waits(filled)
    if locked.seals:
        parts = parts_of(facts_of(locked), locked.of, locked.kind)
        locked.seals = {**locked.seals, **salted({name: parts[name] for name in map("pictures.{}".format, places)})}
        locked.digest = root_of(locked.seals)
    else:
        locked.digest = digest_of(facts_of(locked))
    locked.root_seal = root_seal(locked, locked.of, locked.kind)
    locked.save(update_fields=("pictures", "seals", "digest", "root_seal", "waits_picture"))


def _waits(pictures: list[dict[str, Any]]) -> bool:
    return any(not picture["sha256"] for picture in pictures)


def _facts(message: Message) -> dict[str, Any]:
    act = message.conversation.act
    return {
        "network": message.account.network,
        "post_url": message.conversation.url or (act.remote_url if act else ""),
        "comment_id": message.remote_id,
        "author_id": message.author_id,
        "author_name": message.author_name,
        "posted_at": message.at,
        "received_at": message.received_at,
        "wordings": [
            {"text": wording.text, "at": wording.at.isoformat(), "received_at": wording.received_at.isoformat()}
            for wording in message.wordings.all()
        ],
        "pictures": _pictures(message),
    }


def _pictures(message: Message) -> list[dict[str, Any]]:
    return [
        {
            "id": picture.pk,
            "sha256": picture.sha256,
            "mime": picture.mime,
            "size": picture.size,
            "trouble": "" if picture.sha256 else picture.trouble or "ещё не получен",
        }
        for picture in message.pictures.all()
    ]

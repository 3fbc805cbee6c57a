"""What is kept of a comment that is to be deleted: as it was received, with every wording and picture."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from veche.inbox.models import Message
from veche.journal.domain.queries import history_of
from veche.journal.domain.record import record
from veche.moderation.models import Evidence, Restriction, Ruling

# What the digest is made of; times as ISO in UTC, so that both databases give the same.
FACTS = (
    "network",
    "post_url",
    "comment_id",
    "author_id",
    "author_name",
    "posted_at",
    "received_at",
    "wordings",
    "pictures",
)
BATCH = 100


def capture(of: Ruling | Restriction, message: Message) -> Evidence:
    """Copy what was stored at receipt. `digest` binds all of it; the journal keeps the digest and no text."""
    facts = _facts(message)
    return Evidence.objects.create(
        administration_id=of.administration_id,
        ruling=of if isinstance(of, Ruling) else None,
        restriction=of if isinstance(of, Restriction) else None,
        digest=digest_of(facts),
        waits_picture=any(not picture["sha256"] for picture in facts["pictures"]),
        **facts,
    )


def digest_of(facts: dict[str, Any]) -> str:
    plain = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in facts.items()}
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def is_whole(evidence: Evidence) -> bool:
    """Nobody has changed the row since: what it says still gives the digest that stands in the journal."""
    digest = digest_of({name: getattr(evidence, name) for name in FACTS})
    return digest == evidence.digest == _digest_in_journal(evidence)


def _digest_in_journal(evidence: Evidence) -> str | None:
    """Of a deletion it stands with the comment, of a restriction with the restriction."""
    obj = evidence.restriction or _message_of(evidence)
    known = (
        entry.facts
        for entry in history_of(evidence.of.administration, obj)
        if entry.verb in ("comment.deleted", "author.restricted", "evidence.completed")
    )
    mine = evidence.ruling_id
    return next((facts["evidence"] for facts in known if mine is None or facts.get("ruling") == mine), None)


def complete_waiting() -> int:
    """Add the pictures that came after the decision. Returns how many pieces of evidence grew."""
    waiting = Evidence.objects.unscoped().filter(waits_picture=True)
    found = waiting.select_related("ruling__message", "restriction__message")[:BATCH]
    return sum(_complete(evidence) for evidence in found)


def _complete(evidence: Evidence) -> bool:
    message = _message_of(evidence)
    pictures = _pictures(message)
    if pictures == evidence.pictures:
        return False
    with transaction.atomic():
        locked = Evidence.objects.of(evidence.administration_id).select_for_update(of=("self",)).get(pk=evidence.pk)
        before = locked.digest
        locked.pictures = pictures
        locked.digest = digest_of({name: getattr(locked, name) for name in FACTS})
        locked.waits_picture = any(not picture["sha256"] for picture in pictures)
        locked.save(update_fields=("pictures", "digest", "waits_picture"))
        record(
            administration=locked.administration,
            actor=None,
            verb="evidence.completed",
            obj=evidence.restriction or message,
            facts={"before": before, "evidence": locked.digest}
            | ({"ruling": evidence.ruling_id} if evidence.ruling_id else {}),
        )
    return True


def _message_of(evidence: Evidence) -> Message:
    return evidence.of.message  # type: ignore[return-value] # only what was decided here has evidence, and a message


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
            "trouble": "" if picture.sha256 else picture.trouble or _("ещё не получен"),
        }
        for picture in message.pictures.all()
    ]

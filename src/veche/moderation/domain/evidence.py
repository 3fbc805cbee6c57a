"""What is kept of a comment that is to be deleted: as it was received, with every wording and picture."""

import hashlib
import json
from typing import Any

from veche.inbox.models import Message
from veche.moderation.models import Evidence, Ruling


def capture(ruling: Ruling) -> Evidence:
    """Copy what was stored at receipt. `digest` binds all of it; the journal keeps the digest and no text."""
    facts = _facts(ruling.message)
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
    return Evidence.objects.create(
        administration_id=ruling.administration_id,
        ruling=ruling,
        digest=hashlib.sha256(canonical.encode()).hexdigest(),
        **facts,
    )


def _facts(message: Message) -> dict[str, Any]:
    act = message.conversation.act
    return {
        "network": message.account.network,
        "post_url": act.remote_url if act else "",
        "comment_id": message.remote_id,
        "author_id": message.author_id,
        "author_name": message.author_name,
        "posted_at": message.at,
        "received_at": message.received_at,
        "wordings": [
            {"text": wording.text, "at": wording.at.isoformat(), "received_at": wording.received_at.isoformat()}
            for wording in message.wordings.all()
        ],
        "pictures": [
            {"sha256": picture.sha256, "mime": picture.mime, "size": picture.size, "trouble": picture.trouble}
            for picture in message.pictures.all()
        ],
    }

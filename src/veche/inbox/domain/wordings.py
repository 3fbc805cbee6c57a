"""Store everything that was received: each wording, and each picture."""

from typing import Any

from veche.engine.by_name import task_named
from veche.engine.queues import reading
from veche.inbox.enums import MessageState
from veche.inbox.models import Message, MessagePicture, Wording
from veche.kernel.clock import now
from veche.networks.protocol import CommentCame, MessageCame

FETCH_PICTURE = "veche.inbox.tasks.fetch_picture"

type Came = CommentCame | MessageCame


def fields_of(event: Came) -> dict[str, Any]:
    """Fields of a new `Message` that comments and private messages have alike."""
    moment = now()
    return {
        "author_id": event.author_id,
        "author_name": event.author_name[:200],
        "text": event.text,
        "at": event.at,
        "received_at": moment,
        "edited_at": moment if event.edited else None,
        "ours": event.ours,
    }


def reword(message: Message, event: Came) -> None:
    """Store a new wording and queue it for screening. The last to arrive is the newest: VK gives edits no time."""
    message.edited_at = now()
    if event.text != message.text:
        message.text = event.text
        message.screened_at = None
        if message.state in (MessageState.KEPT, MessageState.CLOSED):
            message.state = MessageState.NEW
    message.save(update_fields=("text", "edited_at", "screened_at", "state"))


def keep_wording(message: Message, event: Came) -> None:
    Wording.objects.create(
        administration_id=message.administration_id, message=message, text=event.text, at=event.at, received_at=now()
    )


def keep_pictures(message: Message, event: Came) -> None:
    known = set(message.pictures.values_list("ref", flat=True)) if event.pictures else set()
    made = MessagePicture.objects.bulk_create(
        MessagePicture(administration_id=message.administration_id, message=message, ref=picture.ref)
        for picture in event.pictures
        if picture.ref not in known
    )
    for picture in made:
        task_named(FETCH_PICTURE).using(queue_name=reading(message.account.network)).enqueue(picture.pk)

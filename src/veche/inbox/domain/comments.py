"""A comment came, was changed, was deleted or came back. Each of these may arrive twice and in any order."""

from veche.accounts.models import Account
from veche.inbox.domain.conversations import conversation_of
from veche.inbox.enums import MessageState
from veche.inbox.models import Message, MessagePicture, Wording
from veche.kernel.clock import now
from veche.networks.protocol import CommentBack, CommentCame, CommentGone


def comment_came(*, account: Account, event: CommentCame) -> Message:
    conversation = conversation_of(account, post_id=event.post_id, thread_id=event.thread_id)
    message, created = Message.objects.of(account.administration_id).get_or_create(
        account=account,
        remote_id=event.comment_id,
        defaults={
            "administration_id": account.administration_id,
            "conversation": conversation,
            "author_id": event.author_id,
            "author_name": event.author_name[:200],
            "text": event.text,
            "at": event.at,
            "received_at": now(),
            "reply_to": event.reply_to,
            "ours": event.ours,
        },
    )
    if created:
        _keep_wording(message, event)
        _keep_pictures(message, event)
    elif event.edited:
        _reword(message, event)
    return message


def comment_gone(*, account: Account, event: CommentGone) -> None:
    """Deleted in the network. If we asked for it, the act says so; if not, somebody else did it, and it is shown."""
    rows = Message.objects.of(account.administration_id).filter(account=account, remote_id=event.comment_id)
    rows.filter(state=MessageState.DELETING).update(state=MessageState.DELETED)
    rows.exclude(state__in=(MessageState.DELETING, MessageState.DELETED)).update(state=MessageState.GONE)


def comment_back(*, account: Account, event: CommentBack) -> None:
    rows = Message.objects.of(account.administration_id).filter(account=account, remote_id=event.comment_id)
    rows.filter(state__in=(MessageState.RESTORING, MessageState.GONE, MessageState.DELETED)).update(
        state=MessageState.KEPT
    )


def _reword(message: Message, event: CommentCame) -> None:
    """An older wording that comes late is kept too, but does not replace a newer one."""
    if message.wordings.filter(text=event.text, at=event.at).exists():
        return
    _keep_wording(message, event)
    if message.edited_at is None or event.at >= message.edited_at:
        message.text = event.text
        message.edited_at = event.at
        message.save(update_fields=("text", "edited_at"))


def _keep_wording(message: Message, event: CommentCame) -> None:
    Wording.objects.create(
        administration_id=message.administration_id, message=message, text=event.text, at=event.at, received_at=now()
    )


def _keep_pictures(message: Message, event: CommentCame) -> None:
    made = MessagePicture.objects.bulk_create(
        MessagePicture(administration_id=message.administration_id, message=message, ref=picture.ref)
        for picture in event.pictures
    )
    from veche.inbox.tasks import fetch_picture  # noqa: PLC0415 -- tasks import the verbs that enqueue

    for picture in made:
        fetch_picture.using(queue_name=message.account.network).enqueue(picture.pk)

"""Handle events of comments: new, edited, deleted, restored. Each may arrive twice and in any order."""

from datetime import timedelta

from veche.accounts.models import Account
from veche.inbox.domain.conversations import conversation_of
from veche.inbox.domain.states import set_state
from veche.inbox.domain.wordings import fields_of, keep_pictures, keep_wording, reword
from veche.inbox.enums import MessageState
from veche.inbox.errors import NotHereYet
from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.networks.protocol import CommentBack, CommentCame, CommentGone, Verb
from veche.outbox.models import Act

ECHO = timedelta(minutes=2)


def comment_came(*, account: Account, event: CommentCame) -> Message:
    conversation = conversation_of(account, post_id=event.post_id, thread_id=event.thread_id, url=event.url)
    message, created = Message.objects.of(account.administration_id).get_or_create(
        account=account,
        remote_id=event.comment_id,
        private=False,
        defaults={
            "administration_id": account.administration_id,
            "conversation": conversation,
            **fields_of(event),
            "reply_to": event.reply_to,
        },
    )
    if created or event.text != message.text:
        keep_wording(message, event)
    if event.edited and not created:
        reword(message, event)
    keep_pictures(message, event)
    if created:
        _answered_there(message)
    return message


def _answered_there(message: Message) -> None:
    """Mark a comment as answered that somebody answered in the network itself; either event may come first."""
    rows = Message.objects.of(message.administration_id).filter(conversation=message.conversation_id, private=False)
    if message.ours:
        asked = rows.filter(ours=False, remote_id=message.reply_to, state=MessageState.NEW)
        asked.update(state=MessageState.ANSWERED)
    elif rows.filter(ours=True, reply_to=message.remote_id).exists():
        set_state(message, MessageState.ANSWERED)


def comment_gone(*, account: Account, event: CommentGone) -> None:
    """Record a deletion: ours, if an act asked for it, else somebody else's, which is shown."""
    message = _there(account, event.comment_id)
    if message.state == MessageState.DELETING:
        set_state(message, MessageState.DELETED)
    elif message.state not in (MessageState.DELETED, MessageState.RESTORING) and not _echo(
        message, Verb.DELETE_COMMENT
    ):
        set_state(message, MessageState.GONE)


def comment_back(*, account: Account, event: CommentBack) -> None:
    """Record a restoration: ours, if an act asked for it; else the comment is screened again."""
    message = _there(account, event.comment_id)
    if message.state == MessageState.RESTORING:
        set_state(message, MessageState.KEPT)
    elif message.state in (MessageState.GONE, MessageState.DELETED) and not _echo(message, Verb.RESTORE_COMMENT):
        set_state(message, MessageState.NEW)


def _there(account: Account, comment_id: str) -> Message:
    rows = Message.objects.of(account.administration_id).filter(account=account, remote_id=comment_id, private=False)
    message: Message | None = rows.select_for_update().first()
    if message is None:
        raise NotHereYet(comment_id)
    return message


def _echo(message: Message, verb: Verb) -> bool:
    """Whether the event is about our own earlier act, after which something else was decided."""
    ours = Act.objects.of(message.administration_id).filter(
        account=message.account_id, intent__startswith=f"{verb}:{message.pk}:", proven_at__gte=now() - ECHO
    )
    return ours.exists()

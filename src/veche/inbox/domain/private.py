"""Handle events of private messages: a resident's, new or edited, and our own answers, sent by us or in the network."""

from veche.accounts.models import Account
from veche.inbox.domain.conversations import private_with
from veche.inbox.domain.states import set_state
from veche.inbox.domain.wordings import fields_of, keep_pictures, keep_wording, reword
from veche.inbox.enums import MessageState
from veche.inbox.models import Conversation, Message
from veche.networks.protocol import MessageCame
from veche.outbox.domain.answer_seen import answer_seen
from veche.staff.tenancy import OwnedQuerySet


def message_came(*, account: Account, event: MessageCame) -> Message:
    conversation = private_with(account, event.peer_id)
    message, created = Message.objects.of(account.administration_id).get_or_create(
        conversation=conversation,
        remote_id=event.message_id,
        private=True,
        defaults={
            "administration_id": account.administration_id,
            "account": account,
            **fields_of(event),
        },
    )
    if created or event.text != message.text:
        keep_wording(message, event)
    if event.edited and not created:
        _reword(message, event)
    keep_pictures(message, event)
    if event.ours:
        answer_seen(account=account, event=event)
    elif created:
        _earlier(message).update(followed=True)
    return message


def of_the_resident(conversation: Conversation) -> OwnedQuerySet[Message]:
    rows: OwnedQuerySet[Message] = Message.objects.of(conversation.administration_id).filter(
        conversation=conversation, ours=False
    )
    return rows


def settle(message: Message, state: MessageState) -> None:
    """Mark as answered what the person had read; later messages still wait."""
    waiting = of_the_resident(message.conversation).filter(pk__lte=message.pk, state=MessageState.NEW)
    waiting.update(state=state)
    set_state(message, state)


def _earlier(message: Message) -> OwnedQuerySet[Message]:
    """Earlier messages by arrival, so that one that arrives late is the one that waits."""
    rows: OwnedQuerySet[Message] = of_the_resident(message.conversation).filter(pk__lt=message.pk, followed=False)
    return rows


def _reword(message: Message, event: MessageCame) -> None:
    changed = event.text != message.text
    reword(message, event)
    if changed and message.followed:
        last = of_the_resident(message.conversation).filter(followed=False, state=MessageState.CLOSED)
        last.update(state=MessageState.NEW)

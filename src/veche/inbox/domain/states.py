"""Where a message stands in our hands, written into its row alone."""

from veche.inbox.enums import MessageState
from veche.inbox.models import Message


def set_state(message: Message, state: MessageState) -> None:
    message.state = state
    message.save(update_fields=("state",))

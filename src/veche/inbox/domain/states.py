"""Update the state of a message, and nothing else of its row."""

from veche.inbox.enums import MessageState
from veche.inbox.models import Message


def set_state(message: Message, state: MessageState) -> None:
    message.state = state
    message.save(update_fields=("state",))

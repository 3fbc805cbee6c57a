"""After the network has answered: the comment itself says what became of it."""

from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.moderation.enums import RulingVerb
from veche.moderation.models import Ruling
from veche.outbox.domain.states import OUT
from veche.outbox.enums import ActState

# What a comment becomes when the act of its last ruling has ended well, or will not be done at all.
AFTER = {
    RulingVerb.DELETE: (MessageState.DELETING, MessageState.DELETED, MessageState.KEPT),
    RulingVerb.RESTORE: (MessageState.RESTORING, MessageState.KEPT, MessageState.DELETED),
}


def settle() -> int:
    """Move comments whose deletion or return has ended. Returns how many moved."""
    return sum(_settle(verb, *states) for verb, states in AFTER.items())


def _settle(verb: RulingVerb, waiting: MessageState, done: MessageState, undone: MessageState) -> int:
    rulings = Ruling.objects.unscoped().filter(verb=verb, message__state=waiting)
    ended = Message.objects.unscoped().filter(state=waiting)
    moved = ended.filter(rulings__in=rulings.filter(act__state__in=OUT)).update(state=done)
    dropped = ended.filter(rulings__in=rulings.filter(act__state=ActState.CANCELLED)).update(state=undone)
    return moved + dropped

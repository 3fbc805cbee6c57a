"""The answer to the question of words that were deleted: the author reads it beside the decision."""

from django.db.models import Q

from veche.inbox.models import Answer, Message
from veche.outbox.domain.states import OUT


def answer_to(message: Message | None) -> Answer | None:
    """The newest answer that is out, to the comment or on its post to its case; None for a private message."""
    if message is None or message.private:
        return None
    of_case = Q(message__conversation=message.conversation_id, message__in_case__case__entries__message=message)
    rows = Answer.objects.of(message.administration_id).filter(Q(message=message) | of_case, act__state__in=sorted(OUT))
    found: Answer | None = rows.select_related("act").order_by("-pk").first()
    return found

"""What residents write in public reads who answers, helps, controls or checks; what they write in private, who answers.

Not IT: clause 1.3 gives it the accounts, and what people say there is none of its business.
"""

from veche.inbox.models import Message
from veche.staff.rules import is_auditor, is_curator, is_head, is_press, permit, predicate


@predicate
def is_private(_person: object, obj: object) -> bool:
    """A message, or what belongs to one: a picture, an answer."""
    message = obj if isinstance(obj, Message) else getattr(obj, "message", None)
    return isinstance(message, Message) and message.private


is_reader = is_press | is_curator | is_head | is_auditor

permit("inbox.see", is_reader & (~is_private | is_press))
permit("inbox.see_private", is_press)
permit("inbox.answer", is_press)

"""Everybody who works here reads what residents write in public; what they write in private, who answers them."""

from veche.inbox.models import Message
from veche.staff.rules import is_anybody, is_press, permit, predicate


@predicate
def is_private(_person: object, obj: object) -> bool:
    """A message, or what belongs to one: a picture, an answer."""
    message = obj if isinstance(obj, Message) else getattr(obj, "message", None)
    return isinstance(message, Message) and message.private


permit("inbox.see", is_anybody & (~is_private | is_press))
permit("inbox.see_private", is_press)
permit("inbox.answer", is_press)

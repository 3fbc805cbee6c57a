"""Permissions: who may read comments, and who may read private messages.

Not IT: clause 1.3 gives it the accounts, and residents' messages are none of its business.
"""

from veche.inbox.models import Message, SavedFilter
from veche.staff.rules import (
    is_auditor,
    is_curator,
    is_deputy_head,
    is_head,
    is_press,
    is_press_head,
    permit,
    predicate,
)


@predicate
def is_private(_person: object, obj: object) -> bool:
    """Whether the object is or belongs to a private message: a picture, an answer."""
    message = obj if isinstance(obj, Message) else getattr(obj, "message", None)
    return isinstance(message, Message) and message.private


@predicate
def is_its_person(person: object, obj: object) -> bool:
    return isinstance(obj, SavedFilter) and obj.person == person


@predicate
def is_shared(_person: object, obj: object) -> bool:
    return isinstance(obj, SavedFilter) and obj.shared


is_reader = is_press | is_curator | is_head | is_deputy_head | is_auditor

permit("inbox.see", is_reader & (~is_private | is_press))
permit("inbox.see_private", is_press)
permit("inbox.answer", is_press)
# Settings: when topics become occasions, for how long «Беру» holds.
permit("inbox.asked", is_press)
permit("inbox.filters", is_press)
# What all see the head of press puts in order too.
permit("inbox.change_filter", (is_press & is_its_person) | (is_press_head & is_shared))

"""Permissions: readers of the inbox see deletions; the press service decides; its head sets thresholds.

A copy for others is given by the press service alone, which may read all that it holds.
"""

from veche.inbox.rules import is_reader
from veche.moderation.models import AskedRestriction, ThresholdOffer
from veche.staff.rules import is_head, is_press, is_press_head, permit, predicate


@predicate
def is_asker(person: object, obj: object) -> bool:
    return isinstance(obj, AskedRestriction) and obj.by == person


@predicate
def is_own_offer(person: object, obj: object) -> bool:
    return isinstance(obj, ThresholdOffer) and obj.asked_by == person


@predicate
def waits_for_second(_person: object, obj: object) -> bool:
    return isinstance(obj, ThresholdOffer) and obj.asked_by_id is not None


permit("moderation.see", is_reader)
permit("moderation.decide", is_press)
permit("moderation.tune", is_press_head)
permit("moderation.hand_over", is_press)
permit("moderation.hold", is_press)
# In a press service of one person the Head is the second.
permit("moderation.confirm", (is_press | is_head) & ~is_asker)
permit("moderation.refuse", is_press | is_head)
# The head takes an offered threshold; of a ground of the law the second person is as that of a restriction.
permit("moderation.take_offer", ~is_own_offer & (is_press_head | (waits_for_second & (is_press | is_head))))
permit("moderation.leave_offer", is_press_head | (waits_for_second & (is_press | is_head)))

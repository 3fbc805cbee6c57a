"""Permissions: readers of the inbox see deletions; the press service decides; its head sets thresholds.

A copy for others is given by the press service alone, which may read all that it holds.
"""

from veche.inbox.rules import is_reader
from veche.staff.rules import is_press, is_press_head, permit

permit("moderation.see", is_reader)
permit("moderation.decide", is_press)
permit("moderation.tune", is_press_head)
permit("moderation.hand_over", is_press)

"""Who reads the inbox sees what was deleted and why; the press service decides; its head says how sure a proposal must
be."""

from veche.inbox.rules import is_reader
from veche.staff.rules import is_press, is_press_head, permit

permit("moderation.see", is_reader)
permit("moderation.decide", is_press)
permit("moderation.tune", is_press_head)

"""Permissions: readers of the inbox see groups of comments, the press service decides about them."""

from veche.inbox.rules import is_reader
from veche.staff.rules import is_press, permit

permit("groups.see", is_reader)
permit("groups.decide", is_press)

"""Permissions: readers of the inbox see what is closed; the press service closes and opens comments (clause 2.5)."""

from veche.inbox.rules import is_reader
from veche.staff.rules import is_press, permit

permit("commenting.see", is_reader)
permit("commenting.set", is_press)

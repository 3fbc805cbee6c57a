"""Permissions: see the norm, change it."""

from veche.staff.rules import is_anybody, is_press_head, permit

permit("norm.see", is_anybody)
# Five a week is recommended by the decree; the head of press answers for the number that the city keeps.
permit("norm.change", is_press_head)

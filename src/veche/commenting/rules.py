"""Permissions: the press service closes and opens comments (clause 2.5), those above it read."""

from veche.staff.rules import is_auditor, is_deputy_head, is_head, is_press, permit

permit("commenting.see", is_press | is_head | is_deputy_head | is_auditor)
permit("commenting.set", is_press)

"""Permissions: see acts, decide about them, freeze, release."""

from veche.staff.rules import is_auditor, is_head, is_it, is_press, is_press_head, permit

permit("outbox.see", is_press | is_it | is_auditor)
permit("outbox.decide", is_press)
# The page speaks for the whole administration and needs no approval sheet.
permit("outbox.look", is_press_head)
permit("outbox.freeze", is_press | is_it | is_head)
# Anybody may freeze; only those who answer for publications may release.
permit("outbox.release", is_press_head | is_it | is_head)

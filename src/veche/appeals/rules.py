"""Permissions: readers of deletions see appeals, the press service decides, its head sets terms and opens the page."""

from veche.staff.rules import is_auditor, is_head, is_press, is_press_head, permit

permit("appeals.see", is_press | is_head | is_auditor)
permit("appeals.decide", is_press)
permit("appeals.settings", is_press_head)
# The whole one holds words and names, also of private messages.
permit("appeals.report", is_press)

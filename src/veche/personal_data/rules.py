"""Permissions: who answers for personal data is the head of press; the auditor reads no private messages."""

from veche.staff.rules import is_press_head, permit

permit("personal_data.see", is_press_head)
permit("personal_data.erase", is_press_head)

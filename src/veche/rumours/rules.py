"""Permissions: the press service and IT keep the register, those above them read. The texts are its head's."""

from veche.staff.rules import is_auditor, is_deputy_head, is_head, is_it, is_press, is_press_head, permit

permit("rumours.see", is_press | is_it | is_head | is_deputy_head | is_auditor)
permit("rumours.work", is_press)
permit("rumours.texts", is_press_head)

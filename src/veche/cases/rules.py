"""Permissions: the press service works on cases, the Head, deputies and the auditor read them.

Not curators: a department answers by a request, which names no resident.
"""

from veche.staff.rules import is_auditor, is_deputy_head, is_head, is_press, is_press_head, permit

permit("cases.see", is_press | is_head | is_deputy_head | is_auditor)
permit("cases.work", is_press)
permit("cases.settings", is_press_head)

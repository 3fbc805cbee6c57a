"""Permissions: see and decide approval steps. A deputy has the role of the absent person."""

from veche.staff.rules import is_anybody, is_press_head, permit

permit("approval.see", is_anybody)
permit("approval.decide", is_press_head)

"""Who may look at what waits for a yes and who may say it. A deputy has the role of whom they stand in for."""

from veche.staff.rules import is_anybody, is_press_head, permit

permit("approval.see", is_anybody)
permit("approval.decide", is_press_head)

"""Who may put a publication into the plan, move it and take it out again."""

from veche.staff.rules import is_press, permit

permit("publishing.plan", is_press)

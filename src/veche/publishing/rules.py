"""Who may put a post into the plan and send it for approval, and who may settle what a network left open."""

from veche.staff.rules import is_press, permit

permit("publishing.plan", is_press)
permit("publishing.settle", is_press)

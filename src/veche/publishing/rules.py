"""Permissions: plan a publication, move it, drop it, withdraw it, pin it."""

from veche.staff.rules import is_press, permit

permit("publishing.plan", is_press)
# What stands before the city: withdrawn with a reason that the journal keeps; kept on top.
permit("publishing.withdraw", is_press)
permit("publishing.pin", is_press)

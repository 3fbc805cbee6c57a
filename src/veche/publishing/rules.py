"""Permissions: plan a publication, move it, drop it, withdraw it, pin it."""

from veche.staff.rules import is_head, is_press, is_press_head, permit

permit("publishing.plan", is_press)
# What stands before the city: withdrawn with a reason that the journal keeps; kept on top.
permit("publishing.withdraw", is_press)
permit("publishing.pin", is_press)
# Whoever learns of a tragedy first stops what is planned, also at night; the Head may too.
permit("publishing.pause", is_press | is_head)
# What goes out on such a day, and what after it, is said by who answers for all publications.
permit("publishing.let_through", is_press_head)
permit("publishing.end_pause", is_press_head)

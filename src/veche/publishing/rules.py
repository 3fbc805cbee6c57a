"""Permissions: plan a publication, move it, drop it, withdraw it, pin it."""

from veche.staff.rules import is_anybody, is_head, is_it, is_press, is_press_head, permit

permit("publishing.plan", is_press)
# What stands before the city: withdrawn with a reason that the journal keeps; kept on top.
permit("publishing.withdraw", is_press)
permit("publishing.pin", is_press)
# Whoever learns of a tragedy first stops what is planned, also at night; the Head may too.
permit("publishing.pause", is_press | is_head)
# What goes out on such a day, and what after it, is said by who answers for all publications.
permit("publishing.let_through", is_press_head)
permit("publishing.end_pause", is_press_head)
# What stands on the city's pages is public; whose it is, the press knows.
permit("publishing.see_foreign", is_anybody)
permit("publishing.say_foreign", is_press)
# Whoever cleans up after a stranger: passwords and keys are IT's.
permit("publishing.settle_foreign", is_press_head | is_it)

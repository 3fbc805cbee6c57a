"""Who may look at what went out, decide about it, stop everything and let it go on."""

from veche.staff.rules import is_auditor, is_head, is_it, is_press, is_press_head, permit

permit("outbox.see", is_press | is_it | is_auditor)
permit("outbox.decide", is_press)
# The page speaks for the administration as a whole, and no sheet of approval stands before it.
permit("outbox.look", is_press_head)
permit("outbox.freeze", is_press | is_it | is_head)
# To stop is everybody's duty; to let everything go on is a decision of those who answer for it.
permit("outbox.release", is_press_head | is_it | is_head)

"""Who may look at the plan, put things into it, and write down what there is to speak about."""

from veche.staff.rules import is_anybody, is_curator, is_press, permit

permit("plan.see", is_anybody)
permit("plan.edit", is_press)
# A department's curator knows first what the department will do.
permit("plan.occasion", is_press | is_curator)

"""Permissions: see the plan, add items, add occasions."""

from veche.staff.rules import is_anybody, is_curator, is_press, permit, predicate

permit("plan.see", is_anybody)
permit("plan.edit", is_press)
permit("plan.from_request", is_press)
# A department's curator knows first what the department will do.
permit("plan.occasion", is_press | is_curator)


@predicate
def is_who_wrote(person: object, occasion: object) -> bool:
    return getattr(occasion, "created_by_id", None) == getattr(person, "pk", 0)


# A curator's own; what another department wrote down is the press service's to mend.
permit("plan.occasion_change", is_press | (is_curator & is_who_wrote))

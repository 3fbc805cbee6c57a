"""Permissions: see the plan, add items, add occasions."""

from veche.requests.domain.duty import duty_of
from veche.staff.models import Department, Person
from veche.staff.rules import is_anybody, is_curator, is_press, permit, predicate

permit("plan.see", is_anybody)
permit("plan.edit", is_press)
permit("plan.from_request", is_press)
# A department's curator knows first what the department will do.
permit("plan.occasion", is_press | is_curator)


@predicate
def is_who_wrote(person: object, occasion: object) -> bool:
    return getattr(occasion, "created_by_id", None) == getattr(person, "pk", 0)


@predicate
def is_of_own_department(person: object, calendar: object) -> bool:
    """Of a calendar, or of a department; without one, whether the person may have one at all."""
    department = calendar.pk if isinstance(calendar, Department) else getattr(calendar, "department_id", None)
    return calendar is None or (isinstance(person, Person) and department in duty_of(person).departments)


# What a curator may write down by hand, a calendar of the own department may bring.
permit("plan.calendar", is_press | (is_curator & is_of_own_department))
# A curator's own; what another department wrote down is the press service's to mend.
permit("plan.occasion_change", is_press | (is_curator & is_who_wrote))

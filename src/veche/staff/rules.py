"""Who may: predicates for every room.

A room names its permissions «room.verb» in its own rules.py:

    permit("plan.edit", is_press | is_curator)

A predicate gets `(person, obj)`; predicates join by `&`, `|` and `~`. `permit` adds what no permission may lack: the
object belongs to the person's own administration. Without an object (a list, a new thing) that part agrees. Views and
verbs ask `veche.staff.access.authorise`.
"""

from collections.abc import Callable
from typing import Any

import rules

from veche.kernel import clock
from veche.staff.domain.grants import concerns
from veche.staff.domain.roles import has_own_role, roles_of
from veche.staff.enums import Role
from veche.staff.models import Administration, Deputy, Grant, Person


def predicate(test: Callable[..., bool]) -> Any:
    """`rules.predicate` with types."""
    return rules.predicate(test)


def permit(permission: str, who: Any) -> None:
    """Register the permission «room.verb» for `who`, within one administration."""
    rules.add_perm(permission, same_administration & who)


def _has(role: Role) -> Any:
    def has_role(person: object) -> bool:
        return isinstance(person, Person) and role in roles_of(person)

    return rules.predicate(has_role, name=f"is_{role}")


is_press_officer = _has(Role.PRESS_OFFICER)
is_press_head = _has(Role.PRESS_HEAD)
is_curator = _has(Role.CURATOR)
is_it = _has(Role.IT)
is_head = _has(Role.HEAD)
is_deputy_head = _has(Role.DEPUTY_HEAD)
is_auditor = _has(Role.AUDITOR)
is_press = is_press_officer | is_press_head


@predicate
def is_press_head_by_appointment(person: object) -> bool:
    """The head of press, not a deputy."""
    if not isinstance(person, Person):
        return False
    return has_own_role(person, Role.PRESS_HEAD, on=clock.today(person.administration.time_zone))


@predicate
def is_head_by_appointment(person: object) -> bool:
    """The Head, not whoever acts for the Head."""
    if not isinstance(person, Person):
        return False
    return has_own_role(person, Role.HEAD, on=clock.today(person.administration.time_zone))


@predicate
def is_concerned(person: object, grant: object) -> bool:
    return isinstance(person, Person) and isinstance(grant, Grant) and concerns(grant, person)


@predicate
def is_anybody(person: object) -> bool:
    """Has some role today."""
    return isinstance(person, Person) and bool(roles_of(person))


@predicate
def is_own_absence(person: object, deputy: object) -> bool:
    """Whether somebody acts for this person as the Head; true without a deputyship."""
    if deputy is None:
        return True
    return isinstance(deputy, Deputy) and deputy.absent == person and deputy.role == Role.HEAD


@predicate
def same_administration(person: object, obj: object) -> bool:
    if obj is None:
        return True
    if not isinstance(person, Person):
        return False
    owner = obj.pk if isinstance(obj, Administration) else getattr(obj, "administration_id", None)
    return owner is not None and owner == person.administration_id


permit("staff.see_departments", is_anybody)
permit("staff.manage_departments", is_it | is_press_head)
permit("staff.manage_offices", is_it | is_press_head)
permit("staff.see_hours", is_anybody)
permit("staff.manage_hours", is_it | is_press_head)
permit("staff.see_people", is_it | is_press_head)
permit("staff.invite", is_it)
# Neither who gave the role nor who gets it decides about it.
permit("staff.confirm", (is_head_by_appointment | is_press_head_by_appointment) & ~is_concerned)
permit("staff.see_waiting", is_it | is_head | is_press_head)
permit("staff.appoint", is_it)
permit("staff.dismiss", is_it)
permit("staff.end_sessions", is_it)
permit("staff.reset_second_factor", is_it)
# What was lent is not lent on. IT too: a head of press who fell ill overnight cannot name a deputy.
permit("staff.appoint_deputy", is_press_head_by_appointment | is_it)
permit("staff.see_acting_head", is_head)
permit("staff.appoint_acting_head", is_head_by_appointment & is_own_absence)
# The journal stands below this room and cannot know who is who.
permit("journal.read", is_press_head | is_it | is_head | is_auditor)
# Who answers for the server or for the accounts; the Head and the auditor read of it in the letter of the day.
permit("journal.close_heads", is_press_head | is_it)

"""Confirm a waiting role or reset of a second step."""

from django.db import transaction

from veche.kernel import clock
from veche.staff.domain.appoint import give
from veche.staff.domain.deputise import lend
from veche.staff.domain.dismiss import reset_at_once
from veche.staff.domain.grants import take
from veche.staff.enums import Role
from veche.staff.errors import InThePast
from veche.staff.models import Grant, Person


def confirm(*, by: Person | None, grant: Grant) -> None:
    """Confirm, from today at the earliest. `by` is None at the server only. Raises `StaffError`; the grant stays
    then."""
    person, role = grant.person, Role(grant.role)
    since = max(grant.since, clock.today(grant.administration.time_zone))
    if grant.until is not None and grant.until < since:
        raise InThePast
    with transaction.atomic():
        Person.objects.of(grant.administration_id).select_for_update().get(pk=person.pk)
        take(grant)
        asked = {"asked_by": grant.asked_by_id}
        if grant.second_step:
            reset_at_once(by=by, person=person, asked=asked)
        elif grant.absent is None:
            give(by=by, person=person, role=role, since=since, until=grant.until, asked=asked)
        else:
            until = grant.until or since
            days = {"since": since, "until": until}
            lend(by=by, absent=grant.absent, stand_in=person, role=role, **days, basis=grant.basis, asked=asked)

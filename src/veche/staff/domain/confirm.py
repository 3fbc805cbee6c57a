"""Confirm a waiting role or reset of a second step."""

from collections.abc import Mapping

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel import clock
from veche.staff.domain.appoint import give
from veche.staff.domain.deputise import lend
from veche.staff.domain.dismiss import reset_at_once
from veche.staff.domain.grants import RESET_CONFIRMED, take
from veche.staff.domain.memberships import resets_elsewhere, with_address
from veche.staff.domain.private_links import facts_of_trust
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
        with_address(person.email)
        take(grant)
        asked = {"asked_by": grant.asked_by_id} if grant.asked_by_id else {}
        if grant.second_step:
            _confirm_reset(by, person, asked)
        elif grant.absent is None:
            give(by=by, person=person, role=role, since=since, until=grant.until, asked=asked)
        else:
            until = grant.until or since
            days = {"since": since, "until": until}
            lend(by=by, absent=grant.absent, stand_in=person, role=role, **days, basis=grant.basis, asked=asked)


def _confirm_reset(by: Person | None, person: Person, asked: Mapping[str, object]) -> None:
    """One second step serves every administration: the last that confirms resets it."""
    if by is not None and resets_elsewhere(person).exists():
        facts = facts_of_trust(person) | dict(asked)
        record(administration=person.administration, actor=by, verb=RESET_CONFIRMED, obj=person, facts=facts)
    else:
        reset_at_once(by=by, person=person, asked=asked)

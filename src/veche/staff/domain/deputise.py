"""Deputies: somebody acts in an absent person's role."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel import clock
from veche.staff.domain.grants import ask, fact_of_order, lending_must_be_confirmed
from veche.staff.domain.roles import forget_roles, has_own_role
from veche.staff.enums import CAN_BE_LENT, Role
from veche.staff.errors import (
    AlreadyAppointed,
    CannotBeLent,
    DatesTurned,
    HasNoSuchRole,
    InThePast,
    NoOrder,
    NotHere,
    SamePerson,
)
from veche.staff.models import Deputy, Grant, Person


def appoint_deputy(
    *, by: Person, absent: Person, stand_in: Person, role: Role, since: date, until: date, basis: str = ""
) -> Deputy | Grant:
    """Appoint a deputy, both days inclusive. The absent person keeps the role as well. `basis`: the order.

    A publishing role lent by IT waits as a `Grant`; the Head's role does unless the Head lends it. Raises `StaffError`.
    """
    order = " ".join(basis.split())
    _refuse(absent=absent, stand_in=stand_in, role=role, since=since, until=until)
    if role == Role.HEAD and not order:
        raise NoOrder
    with transaction.atomic():
        Person.objects.of(absent.administration_id).select_for_update().get(pk=absent.pk)
        _refuse_twice(absent, stand_in, role, since, until)
        if lending_must_be_confirmed(by, role):
            return ask(by=by, person=stand_in, role=role, since=since, until=until, absent=absent, basis=order)
        return lend(by=by, absent=absent, stand_in=stand_in, role=role, since=since, until=until, basis=order)


def lend(
    *,
    by: Person | None,
    absent: Person,
    stand_in: Person,
    role: Role,
    since: date,
    until: date,
    basis: str = "",
    asked: Mapping[str, object] | None = None,
) -> Deputy:
    """`asked`: facts about who asked for it. Raises `StaffError`. The caller holds the transaction."""
    _refuse(absent=absent, stand_in=stand_in, role=role, since=since, until=until)
    _refuse_twice(absent, stand_in, role, since, until)
    made: Deputy = Deputy.objects.create(
        administration=absent.administration,
        absent=absent,
        stand_in=stand_in,
        role=role,
        since=since,
        until=until,
        basis=basis,
    )
    facts = {"absent": absent.pk, "role": str(role), "since": since.isoformat(), "until": until.isoformat()}
    facts |= fact_of_order(basis)
    record(
        administration=absent.administration,
        actor=by,
        verb="staff.deputy_appointed",
        obj=stand_in,
        facts=facts | dict(asked or {}),
    )
    forget_roles(stand_in)
    return made


def end_deputy(*, by: Person, deputy: Deputy) -> None:
    """End it at once."""
    with transaction.atomic():
        yesterday = clock.today(deputy.administration.time_zone) - timedelta(days=1)
        facts = {"absent": deputy.absent_id, "role": deputy.role}
        stand_in = deputy.stand_in
        if deputy.since > yesterday:
            deputy.delete()
        elif deputy.until > yesterday:
            deputy.until = yesterday
            deputy.save(update_fields=["until"])
        record(administration=deputy.administration, actor=by, verb="staff.deputy_ended", obj=stand_in, facts=facts)
    forget_roles(stand_in)


def _refuse_twice(absent: Person, stand_in: Person, role: Role, since: date, until: date) -> None:
    same = Deputy.objects.of(absent.administration_id).filter(absent=absent, stand_in=stand_in, role=role)
    if same.filter(since__lte=until, until__gte=since).exists():
        raise AlreadyAppointed


def _refuse(*, absent: Person, stand_in: Person, role: Role, since: date, until: date) -> None:
    if absent.pk == stand_in.pk:
        raise SamePerson
    if absent.administration_id != stand_in.administration_id or not stand_in.is_active:
        raise NotHere
    if role not in CAN_BE_LENT:
        raise CannotBeLent
    if until < since:
        raise DatesTurned
    if until < clock.today(absent.administration.time_zone):
        raise InThePast
    if not has_own_role(absent, role, on=since):
        raise HasNoSuchRole

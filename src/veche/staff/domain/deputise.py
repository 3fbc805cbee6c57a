"""While somebody is away, somebody else acts in their role."""

from datetime import date, timedelta

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel import clock
from veche.staff.domain.roles import forget_roles, has_own_role
from veche.staff.enums import CAN_BE_LENT, Role
from veche.staff.errors import (
    AlreadyAppointed,
    CannotBeLent,
    DatesTurned,
    HasNoSuchRole,
    InThePast,
    NotHere,
    SamePerson,
)
from veche.staff.models import Deputy, Person


def appoint_deputy(*, by: Person, absent: Person, stand_in: Person, role: Role, since: date, until: date) -> Deputy:
    """Both days inclusive. The absent person keeps the role as well: a telephone may be enough."""
    _refuse(absent=absent, stand_in=stand_in, role=role, since=since, until=until)
    with transaction.atomic():
        Person.objects.of(absent.administration_id).select_for_update().get(pk=absent.pk)
        if (
            Deputy.objects.of(absent.administration_id)
            .filter(absent=absent, stand_in=stand_in, role=role, since__lte=until, until__gte=since)
            .exists()
        ):
            raise AlreadyAppointed
        made: Deputy = Deputy.objects.create(
            administration=absent.administration, absent=absent, stand_in=stand_in, role=role, since=since, until=until
        )
        record(
            administration=absent.administration,
            actor=by,
            verb="staff.deputy_appointed",
            obj=stand_in,
            facts={
                "absent": absent.pk,
                "role": str(role),
                "since": since.isoformat(),
                "until": until.isoformat(),
            },
        )
    forget_roles(stand_in)
    return made


def end_deputy(*, by: Person, deputy: Deputy) -> None:
    """The absent person is back: the deputy has the role no longer, from this moment."""
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

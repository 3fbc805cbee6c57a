"""Publishing roles given by IT wait for confirmation by the Head or the head of press."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from veche.journal.domain.record import record
from veche.journal.models import Entry
from veche.kernel import clock
from veche.staff.domain.memberships import resets_elsewhere, with_address
from veche.staff.domain.private_links import hide_link
from veche.staff.domain.roles import has_own_role
from veche.staff.domain.second_step import RESET
from veche.staff.enums import NEEDS_CONFIRMATION, Role
from veche.staff.errors import AlreadyAsked, GrantGone, ResetAsked
from veche.staff.models import Administration, Appointment, Grant, Invite, Person

CONFIRMERS = (Role.HEAD, Role.PRESS_HEAD)
# A reset so long before a role is asked for is shown to those who confirm it.
FRESH = timedelta(days=30)
ASKED, RESET_ASKED, RESET_CONFIRMED = "staff.role_asked", "staff.reset_asked", "staff.reset_confirmed"


def must_be_confirmed(by: Person | None, role: Role) -> bool:
    """Whether it waits: not at the server (`by` None), nor by somebody who confirms such roles."""
    return by is not None and role in NEEDS_CONFIRMATION and not is_confirmer(by)


def lending_must_be_confirmed(by: Person | None, role: Role) -> bool:
    """As `must_be_confirmed`, for a deputy. Who acts for the Head is never decided by the head of press alone."""
    if by is None or role != Role.HEAD:
        return must_be_confirmed(by, role)
    return not has_own_role(by, Role.HEAD, on=clock.today(by.administration.time_zone))


def is_confirmer(person: Person) -> bool:
    """Whether the person is the Head, or an appointed (not deputising) head of press."""
    today = clock.today(person.administration.time_zone)
    return any(has_own_role(person, role, on=today) for role in CONFIRMERS)


def confirmers(administration: Administration) -> QuerySet[Person]:
    today = clock.today(administration.time_zone)
    own = Appointment.objects.of(administration).filter(role__in=CONFIRMERS, since__lte=today).exclude(until__lt=today)
    people: QuerySet[Person] = Person.objects.of(administration).filter(pk__in=own.values("person"), is_active=True)
    return people.order_by("pk")


def ask(
    *,
    by: Person,
    person: Person,
    role: Role,
    since: date,
    until: date | None,
    absent: Person | None = None,
    basis: str = "",
) -> Grant:
    """Create a grant and end an invitation link of `person` that IT has seen. Raises `AlreadyAsked`.

    The caller holds the transaction and the lock of `person`.
    """
    rows = Grant.objects.of(person.administration_id)
    if rows.filter(person=person, role=role, absent=absent, second_step=False).exists():
        raise AlreadyAsked
    made: Grant = Grant.objects.create(
        administration=person.administration,
        person=person,
        role=role,
        absent=absent,
        since=since,
        until=until,
        basis=basis,
        asked_by=by,
        asked_at=clock.now(),
    )
    hide_link(person)
    record(administration=person.administration, actor=by, verb=ASKED, obj=person, facts=facts_of(made))
    return made


def ask_reset(*, by: Person, person: Person, role: Role) -> Grant:
    """Create a grant for resetting the second step of a publisher or confirmer with `role`.

    `by` may be of another administration in which the person works, and is not named in this one. Raises `ResetAsked`.
    The caller holds the transaction and the lock of `person`.
    """
    city = person.administration
    own = by if by.administration_id == city.pk else None
    if Grant.objects.of(city).filter(person=person, second_step=True).exists():
        raise ResetAsked
    made: Grant = Grant.objects.create(
        administration=city,
        person=person,
        role=role,
        since=clock.today(city.time_zone),
        asked_by=own,
        asked_at=clock.now(),
        second_step=True,
    )
    record(administration=city, actor=own, verb=RESET_ASKED, obj=person, facts=facts_of(made))
    return made


def refuse(*, by: Person, grant: Grant) -> None:
    """Refuse it, by somebody who may confirm it. Raises `GrantGone`."""
    _end(grant, by, "staff.reset_refused" if grant.second_step else "staff.role_refused")


def give_up(*, by: Person, grant: Grant) -> None:
    """Withdraw a grant, as IT. Raises `GrantGone`."""
    _end(grant, by, "staff.reset_given_up" if grant.second_step else "staff.role_given_up")


def take(grant: Grant) -> None:
    """Delete the grant; raises `GrantGone` for the second of two. The caller holds the transaction."""
    deleted, _ = Grant.objects.of(grant.administration_id).filter(pk=grant.pk).delete()
    if not deleted:
        raise GrantGone


def waiting(administration: Administration) -> QuerySet[Grant]:
    """Grants with `accepted_at`, when the person used their invitation; None if they have not, or needed none."""
    used = Invite.objects.of(administration).filter(person=OuterRef("person"), used_at__isnull=False)
    rows: QuerySet[Grant] = Grant.objects.of(administration).select_related("person", "absent", "asked_by")
    return rows.annotate(accepted_at=Subquery(used.order_by("-used_at").values("used_at")[:1]))


def confirmable(administration: Administration, person: Person, day: date) -> QuerySet[Grant]:
    """Grants that this person may confirm on that day: the permission `staff.confirm` as a filter."""
    own = Appointment.objects.of(administration).filter(person=person, role__in=CONFIRMERS, since__lte=day)
    rows: QuerySet[Grant] = Grant.objects.of(administration).exclude(asked_by=person).exclude(person=person)
    return rows.filter(Exists(own.filter(Q(until=None) | Q(until__gte=day))))


def fresh_resets(administration: Administration, rows: Sequence[Grant]) -> dict[int, datetime]:
    """By id of a grant, when the second step of its person was last reset: since it was asked for, or `FRESH` before.

    A grant that is itself a reset has none. One query, if there is a grant.
    """
    roles = [grant for grant in rows if not grant.second_step]
    if not roles:
        return {}
    since = min(grant.asked_at for grant in roles) - FRESH
    entries = Entry.objects.of(administration).filter(verb=RESET, at__gte=since).order_by("number")
    last = dict(entries.values_list("object_id", "at"))
    found = ((grant, last.get(str(grant.person_id))) for grant in roles)
    return {grant.pk: at for grant, at in found if at and at >= grant.asked_at - FRESH}


def concerns(grant: Grant, person: Person) -> bool:
    """Whether the person asked for the role or is to get it."""
    return person.pk in (grant.asked_by_id, grant.person_id)


def some_wait_for_nobody(administration: Administration, rows: Sequence[Grant]) -> bool:
    """Whether one can be confirmed at the server only."""
    able = set(confirmers(administration).values_list("pk", flat=True)) if rows else set()
    return any(not able - {grant.asked_by_id, grant.person_id} for grant in rows)


def facts_of(grant: Grant) -> dict[str, object]:
    facts: dict[str, object] = {"role": grant.role, "since": grant.since.isoformat()}
    facts |= {"until": grant.until.isoformat()} if grant.until else {}
    facts |= fact_of_order(grant.basis)
    return facts | ({"absent": grant.absent_id} if grant.absent_id else {})


def fact_of_order(basis: str) -> dict[str, object]:
    """The hash of an order, as the journal keeps no words."""
    return {"order": sha256(basis.encode()).hexdigest()} if basis else {}


def _end(grant: Grant, by: Person, verb: str) -> None:
    """A reset that was asked of several administrations ends in all of them; only its own is told by whom."""
    with transaction.atomic():
        with_address(grant.person.email)
        others = list(resets_elsewhere(grant.person)) if grant.second_step else []
        for one in (grant, *others):
            take(one)
        for one in sorted((grant, *others), key=lambda row: row.administration_id):
            actor = by if one is grant else None
            record(administration=one.administration, actor=actor, verb=verb, obj=one.person, facts=facts_of(one))

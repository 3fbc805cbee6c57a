"""People with their roles and deputies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Prefetch, Q, QuerySet

from veche.kernel import clock
from veche.staff.enums import Role
from veche.staff.models import Administration, Appointment, Deputy, Grant, Invite, Person
from veche.staff.session_store import second_factors


@dataclass(frozen=True, slots=True)
class Member:
    """`appointments`, `standing_in`: present and future; `invite`: the open one; `grants`: waiting, where read."""

    person: Person
    appointments: tuple[Appointment, ...]
    standing_in: tuple[Deputy, ...]
    replaced_by: tuple[Deputy, ...]
    invite: Invite | None
    grants: tuple[Grant, ...]
    has_second_factor: bool

    @property
    def roles(self) -> frozenset[Role]:
        """Own and lent roles, also future ones."""
        own, lent = (one.role for one in self.appointments), (one.role for one in self.standing_in)
        return frozenset(Role(value) for value in (*own, *lent))

    @property
    def is_gone(self) -> bool:
        """Dismissed, and not invited again."""
        return not self.person.is_active and self.invite is None

    @property
    def invite_is_late(self) -> bool:
        return self.invite is not None and self.invite.expires_at <= clock.now()


def members(administration: Administration, *, grants: bool = True) -> list[Member]:
    """Everybody who may sign in or was invited. Three queries, and one for `grants`."""
    people = _with_roles(administration).filter(Q(is_active=True) | Q(open_invite__isnull=False))
    if grants:
        people = people.prefetch_related(_grants(administration))
    lent = _lent(administration)
    return [_member(person, lent, grants=grants) for person in people]


def member(person: Person) -> Member:
    city = person.administration
    found = _with_roles(city).prefetch_related(_grants(city)).get(pk=person.pk)
    return _member(found, _lent(city), grants=True)


def acting_heads(administration: Administration) -> list[Deputy]:
    """Who acts for the Head today or will, earliest first. One query."""
    deputies = Deputy.objects.of(administration).filter(_still(clock.today(administration.time_zone)), role=Role.HEAD)
    return list(deputies.filter(stand_in__is_active=True).select_related("stand_in").order_by("since", "pk"))


def people_to_choose(administration: Administration) -> QuerySet[Person]:
    people: QuerySet[Person] = Person.objects.of(administration).filter(is_active=True).order_by("display_name")
    return people


def own_roles(person: Person) -> list[Role]:
    """Roles that the person is appointed to, today or later."""
    today = clock.today(person.administration.time_zone)
    rows = Appointment.objects.of(person.administration_id).filter(_still(today), person=person)
    return [Role(value) for value in dict.fromkeys(rows.order_by("pk").values_list("role", flat=True))]


def _with_roles(administration: Administration) -> QuerySet[Person]:
    today = clock.today(administration.time_zone)
    appointments = Appointment.objects.of(administration).filter(_still(today)).order_by("pk")
    people: QuerySet[Person] = Person.objects.of(administration).annotate(
        # Of who is only invited it is not said that they sign in elsewhere.
        is_secured=Exists(second_factors(OuterRef("pk")))
        | (Q(is_active=True) & Exists(second_factors(OuterRef("signs_in_as")))),
        open_invite=FilteredRelation("invites", condition=Q(invites__used_at=None)),
    )
    people = people.select_related("department", "administration", "open_invite")  # type: ignore[misc] # annotated
    return people.prefetch_related(Prefetch("appointments", appointments)).order_by("display_name", "pk")


def _grants(administration: Administration) -> Prefetch[Any]:
    return Prefetch("grants", Grant.objects.of(administration).select_related("absent"))


def _lent(administration: Administration) -> list[Deputy]:
    """Both sides of all deputyships. One query."""
    deputies = Deputy.objects.of(administration).filter(_still(clock.today(administration.time_zone)))
    return list(deputies.select_related("absent", "stand_in").order_by("since", "pk"))


def _member(person: Any, lent: Sequence[Deputy], *, grants: bool) -> Member:
    """`person`: of `_with_roles`."""
    invite: Invite | None = getattr(person, "open_invite", None)
    return Member(
        person=person,
        appointments=tuple(person.appointments.all()),
        standing_in=tuple(one for one in lent if one.stand_in_id == person.pk),
        replaced_by=tuple(one for one in lent if one.absent_id == person.pk),
        invite=invite,
        grants=tuple(person.grants.all()) if grants else (),
        has_second_factor=person.is_secured,
    )


def _still(today: date) -> Q:
    return Q(until=None) | Q(until__gte=today)

"""People with their roles and deputies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from veche.kernel import clock
from veche.staff.domain.sign_in import people_with_second_factor
from veche.staff.enums import Role
from veche.staff.models import Administration, Appointment, Deputy, Grant, Invite, Person


@dataclass(frozen=True, slots=True)
class Member:
    """`appointments`, `standing_in`: present and future; `invite`: the open one; `grants`: waiting roles."""

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


def members(administration: Administration) -> list[Member]:
    """Everybody who may sign in or was invited, in a constant number of queries."""
    people = _with_roles(administration).filter(Q(is_active=True) | Q(invites__used_at=None, invites__isnull=False))
    secured, lent = people_with_second_factor(administration), _lent(administration)
    return [_member(person, secured, lent) for person in people.distinct()]


def member(person: Person) -> Member:
    found = _with_roles(person.administration).get(pk=person.pk)
    return _member(found, people_with_second_factor(person.administration), _lent(person.administration))


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
    people: QuerySet[Person] = (
        Person.objects.of(administration)
        .select_related("department", "administration")
        .prefetch_related(
            Prefetch("appointments", Appointment.objects.of(administration).filter(_still(today)).order_by("pk")),
            Prefetch("grants", Grant.objects.of(administration).select_related("absent")),
            Prefetch("invites", Invite.objects.of(administration).filter(used_at=None)),
        )
        .order_by("display_name", "pk")
    )
    return people


def _lent(administration: Administration) -> list[Deputy]:
    """Both sides of all deputyships. One query."""
    deputies = Deputy.objects.of(administration).filter(_still(clock.today(administration.time_zone)))
    return list(deputies.select_related("absent", "stand_in").order_by("since", "pk"))


def _member(person: Person, secured: frozenset[int], lent: Sequence[Deputy]) -> Member:
    return Member(
        person=person,
        appointments=tuple(person.appointments.all()),
        standing_in=tuple(one for one in lent if one.stand_in_id == person.pk),
        replaced_by=tuple(one for one in lent if one.absent_id == person.pk),
        invite=next(iter(person.invites.all()), None),
        grants=tuple(person.grants.all()),
        has_second_factor=person.pk in secured,
    )


def _still(today: date) -> Q:
    return Q(until=None) | Q(until__gte=today)

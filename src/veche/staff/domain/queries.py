"""People with their roles and deputies."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet
from django.utils.formats import date_format

from veche.kernel import clock
from veche.kit.names import differs
from veche.staff.compiled import BoundQuery, compiled_once
from veche.staff.domain.invite_letters import letter_trouble
from veche.staff.enums import Role
from veche.staff.models import Administration, Appointment, Deputy, Grant, Invite, Person
from veche.staff.session_store import second_factors
from veche.staff.together import rows_of_each


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
    def said_roles(self) -> str:
        """Own roles in words; "" if the person is named after the only one."""
        names_them = bool(self.standing_in)
        said = (_said(one, self.person, names_it=names_them) for one in self.appointments)
        return ", ".join(filter(None, said)) if self.appointments else "роли нет"

    @property
    def is_gone(self) -> bool:
        """Dismissed, and not invited again."""
        return not self.person.is_active and self.invite is None

    @property
    def invite_is_late(self) -> bool:
        return self.invite is not None and self.invite.expires_at <= clock.now()

    @property
    def letter_trouble(self) -> str:
        return letter_trouble(self.invite) if self.invite is not None else ""


def members(administration: Administration, *, grants: bool = True) -> list[Member]:
    """Everybody who may sign in or was invited. One query."""
    city, day = administration.pk, clock.today(administration.time_zone)
    asked: list[BoundQuery[Any]] = [_people.bind(city), _appointments.bind(city, day), _lent.bind(city, day)]
    asked += [_granted.bind(city)] if grants else []
    people, appointments, lent, *granted = rows_of_each(asked)
    return _members(administration, people, appointments, lent, next(iter(granted), ()))


def member(person: Person) -> Member:
    city, day = person.administration, clock.today(person.administration.time_zone)
    found = _with_roles(city.pk).get(pk=person.pk)
    appointments = _still_appointed(city.pk, day).filter(person=person)
    (told,) = _members(city, [found], appointments, _lent(city.pk, day), _grants(city.pk).filter(person=person))
    return told


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


@compiled_once
def _people(city: int) -> QuerySet[Person]:
    return _with_roles(city).filter(Q(is_active=True) | Q(open_invite__isnull=False))


@compiled_once
def _appointments(city: int, day: date) -> QuerySet[Appointment]:
    return _still_appointed(city, day)


@compiled_once
def _lent(city: int, day: date) -> QuerySet[Deputy]:
    """Both sides of all deputyships."""
    deputies = Deputy.objects.of(city).filter(_still(day))
    return deputies.select_related("absent", "stand_in").order_by("since", "pk")


@compiled_once
def _granted(city: int) -> QuerySet[Grant]:
    return _grants(city)


def _with_roles(city: int) -> QuerySet[Person]:
    people: QuerySet[Person] = Person.objects.of(city).annotate(
        # Of who is only invited it is not said that they sign in elsewhere.
        is_secured=Exists(second_factors(OuterRef("pk")))
        | (Q(is_active=True) & Exists(second_factors(OuterRef("signs_in_as")))),
        open_invite=FilteredRelation("invites", condition=Q(invites__used_at=None)),
    )
    people = people.select_related("department", "open_invite")  # type: ignore[misc] # annotated
    return people.order_by("display_name", "pk")


def _still_appointed(city: int, day: date) -> QuerySet[Appointment]:
    found: QuerySet[Appointment] = Appointment.objects.of(city).filter(_still(day))
    return found.order_by("pk")


def _grants(city: int) -> QuerySet[Grant]:
    found: QuerySet[Grant] = Grant.objects.of(city)
    return found.select_related("absent")


def _members(
    administration: Administration,
    people: Iterable[Any],
    appointments: Iterable[Appointment],
    lent: Sequence[Deputy],
    grants: Iterable[Grant],
) -> list[Member]:
    """`people`: of `_with_roles`; the other rows: of everybody."""
    own, granted = _by(appointments, "person_id"), _by(grants, "person_id")
    standing_in, replaced_by = _by(lent, "stand_in_id"), _by(lent, "absent_id")
    told = []
    for person in people:
        person.administration, key = administration, person.pk
        told.append(
            Member(
                person=person,
                appointments=tuple(own[key]),
                standing_in=tuple(standing_in[key]),
                replaced_by=tuple(replaced_by[key]),
                invite=getattr(person, "open_invite", None),
                grants=tuple(granted[key]),
                has_second_factor=person.is_secured,
            )
        )
    return told


def _by[Row](rows: Iterable[Row], name: str) -> defaultdict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _said(appointment: Appointment, person: Person, *, names_it: bool) -> str:
    """«куратор по 3 марта»; the role itself unless the person is named after it."""
    label = Role(appointment.role).label
    role = str(label) if names_it or differs(label, person) else ""
    until = f"по {date_format(appointment.until, 'j E')}" if appointment.until else ""
    return f"{role} {until}".strip()


def _still(today: date) -> Q:
    return Q(until=None) | Q(until__gte=today)

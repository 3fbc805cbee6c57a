"""Dismiss a person; end sessions; reset a second step."""

from collections.abc import Mapping

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F, Q

from veche.journal.domain.record import record
from veche.kernel import clock
from veche.staff.domain.grants import ask_reset, must_be_confirmed
from veche.staff.domain.memberships import sign_in_of, with_address
from veche.staff.domain.moved_sign_in import let_another_sign_in
from veche.staff.domain.private_links import facts_of_trust, role_of_trust
from veche.staff.domain.roles import forget_roles, people_with
from veche.staff.domain.sessions import forget_sessions_everywhere, forget_sessions_of
from veche.staff.enums import Role
from veche.staff.errors import LastKeeper, Oneself, OwnSecondFactor
from veche.staff.models import Appointment, Deputy, Grant, Invite, Person


def dismiss(*, by: Person, person: Person) -> None:
    """Dismiss: the person can no longer work here. The row stays, as journal and posts refer to it.

    Who works in other administrations goes on there, by another row's sign-in if this one signed in for them.
    """
    if by.pk == person.pk:
        raise Oneself
    with transaction.atomic():
        today = clock.today(person.administration.time_zone)
        refuse_to_lose_the_last_keeper(person)
        mine = Appointment.objects.of(person.administration_id).filter(person=person)
        lent = Deputy.objects.of(person.administration_id).filter(Q(absent=person) | Q(stand_in=person))
        for rows in (mine, lent):
            rows.filter(since__gt=today).delete()
            rows.filter(Q(until=None) | Q(until__gt=today)).update(until=today)
        Invite.objects.of(person.administration_id).filter(person=person, used_at=None).delete()
        Grant.objects.of(person.administration_id).filter(Q(person=person) | Q(absent=person)).delete()
        person.is_active = False
        person.save(update_fields=["is_active"])
        if let_another_sign_in(person) or person.signs_in_as_id is not None:
            forget_sessions_of(person)
        else:
            _end_sessions(person)
        record(administration=person.administration, actor=by, verb="staff.dismissed", obj=person, facts={})
    forget_roles(person)


def end_sessions(*, by: Person, person: Person) -> None:
    """Sign the person out everywhere, in other administrations too; they may sign in again."""
    with transaction.atomic():
        _end_sessions(person)
        record(administration=person.administration, actor=by, verb="staff.sessions_ended", obj=person, facts={})


def reset_second_factor(*, by: Person | None, person: Person) -> Grant | None:
    """For a lost telephone: the person signs in by password and sets up a new second factor.

    For publishing and confirming roles, also future ones, IT's request waits as a `Grant`. `by` is None at the command
    line only, when the keyring is lost. Raises `StaffError`.
    """
    if by is not None and by.pk == person.pk:
        raise OwnSecondFactor
    with transaction.atomic():
        rows = locked_rows(person)
        asked = [made for row in rows if by is not None and (made := _ask_where_trusted(by, row))]
        if not asked:
            reset_at_once(by=by, person=person)
    return next((made for made in asked if made.person_id == person.pk), asked[0]) if asked else None


def _ask_where_trusted(by: Person, row: Person) -> Grant | None:
    """A grant in the administration of `row`, if its role there needs a confirmation that `by` cannot give."""
    role = role_of_trust(row)
    if role is None or not (by.administration_id != row.administration_id or must_be_confirmed(by, role)):
        return None
    return ask_reset(by=by, person=row, role=role)


def locked_rows(person: Person) -> list[Person]:
    """Where the person works, each row locked; everybody locks them in this order. The caller holds the transaction."""
    rows = [row for row in with_address(person.email) if row.is_active or row.pk == person.pk]
    return sorted(rows, key=lambda row: row.administration_id)


def reset_at_once(*, by: Person | None, person: Person, asked: Mapping[str, object] | None = None) -> None:
    """One second step serves every administration. `asked`: facts about who asked. The caller holds the transaction."""
    Authenticator.objects.filter(user=sign_in_of(person)).delete()
    _end_sessions(person)
    for row in locked_rows(person):
        Grant.objects.of(row.administration_id).filter(person=row, second_step=True).delete()
        own = row.administration_id == (by or person).administration_id
        facts = facts_of_trust(row) | (dict(asked or {}) if own else {})
        record(
            administration=row.administration,
            actor=by if own else None,
            verb="staff.second_factor_reset",
            obj=row,
            facts=facts,
        )


def refuse_to_lose_the_last_keeper(person: Person) -> None:
    """Raise if nobody of IT would be left. Call it in the transaction that takes the role away."""
    administration = person.administration
    list(Person.objects.of(administration).select_for_update().values_list("pk", flat=True))
    keepers = people_with(Role.IT, administration.pk, on=clock.today(administration.time_zone))
    if set(keepers.values_list("pk", flat=True)) == {person.pk}:
        raise LastKeeper


def _end_sessions(person: Person) -> None:
    """Increase the number that sessions are signed with (see `Person`), which invalidates them."""
    root = sign_in_of(person)
    Person.objects.of(root.administration_id).filter(pk=root.pk).update(session_generation=F("session_generation") + 1)
    root.refresh_from_db(fields=["session_generation"])
    forget_sessions_everywhere(person)

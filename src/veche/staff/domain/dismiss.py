"""Dismiss a person; end sessions; reset a second step."""

from collections.abc import Mapping

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F, Q

from veche.journal.domain.record import record
from veche.kernel import clock
from veche.staff.domain.grants import ask_reset, must_be_confirmed
from veche.staff.domain.private_links import facts_of_trust, role_of_trust
from veche.staff.domain.roles import forget_roles, people_with
from veche.staff.domain.sessions import forget_sessions_of
from veche.staff.enums import Role
from veche.staff.errors import LastKeeper, Oneself, OwnSecondFactor
from veche.staff.models import Appointment, Deputy, Grant, Invite, Person


def dismiss(*, by: Person, person: Person) -> None:
    """Dismiss: the person can no longer sign in. The row stays, as journal and posts refer to it."""
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
        _end_sessions(person)
        record(administration=person.administration, actor=by, verb="staff.dismissed", obj=person, facts={})
    forget_roles(person)


def end_sessions(*, by: Person, person: Person) -> None:
    """Sign the person out everywhere; they may sign in again."""
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
        Person.objects.of(person.administration_id).select_for_update(of=("self",)).get(pk=person.pk)
        role = role_of_trust(person)
        if by is not None and role is not None and must_be_confirmed(by, role):
            return ask_reset(by=by, person=person, role=role)
        reset_at_once(by=by, person=person)
    return None


def reset_at_once(*, by: Person | None, person: Person, asked: Mapping[str, object] | None = None) -> None:
    """`asked`: facts about who asked for it. The caller holds the transaction."""
    Authenticator.objects.filter(user=person).delete()
    facts = facts_of_trust(person) | dict(asked or {})
    Grant.objects.of(person.administration_id).filter(person=person, second_step=True).delete()
    _end_sessions(person)
    record(administration=person.administration, actor=by, verb="staff.second_factor_reset", obj=person, facts=facts)


def refuse_to_lose_the_last_keeper(person: Person) -> None:
    """Raise if nobody of IT would be left. Call it in the transaction that takes the role away."""
    administration = person.administration
    list(Person.objects.of(administration).select_for_update().values_list("pk", flat=True))
    keepers = people_with(Role.IT, administration.pk, on=clock.today(administration.time_zone))
    if set(keepers.values_list("pk", flat=True)) == {person.pk}:
        raise LastKeeper


def _end_sessions(person: Person) -> None:
    """Increase the number that sessions are signed with (see `Person`), which invalidates them."""
    Person.objects.of(person.administration_id).filter(pk=person.pk).update(
        session_generation=F("session_generation") + 1
    )
    person.refresh_from_db(fields=["session_generation"])
    forget_sessions_of(person)

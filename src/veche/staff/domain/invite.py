"""Invite people by one-time links; nobody registers by themselves."""

import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import BaseUserManager
from django.db import IntegrityError, transaction
from django.db.models import Q

from veche.journal.domain.record import record
from veche.kernel import clock
from veche.kernel.crypto import Secret
from veche.staff.domain.departments import named_department, refuse_without_department
from veche.staff.domain.grants import ask, must_be_confirmed
from veche.staff.domain.mail import is_set_up
from veche.staff.domain.memberships import take_over, who_signs_in, with_address
from veche.staff.domain.offices import fill_office_of_head
from veche.staff.domain.private_links import digest, hide_link, role_of_trust
from veche.staff.domain.roles import forget_roles
from veche.staff.enums import Role
from veche.staff.errors import AlreadyHere, EmailTaken, InviteSpent, NotHere, SignsInAlready
from veche.staff.models import Administration, Appointment, Department, Deputy, Invite, Person

INVITE_LIVES = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Invitation:
    """`secret` is shown once, as part of the link; the database keeps its hash.

    Empty if the inviter may not see the link (private_links.py). `letter_failed`: the letter with the former link did
    not arrive, or it is unknown whether it did.
    """

    person: Person
    secret: Secret
    expires_at: datetime
    letter_failed: bool = False

    @property
    def is_shown(self) -> bool:
        return bool(self.secret.reveal())


def invite(
    *,
    by: Person | None,
    administration: Administration,
    email: str,
    display_name: str,
    role: Role,
    department: Department | None = None,
    new_department: str = "",
) -> Invitation:
    """Invite a new or dismissed person. `by` is None at the command line only.

    A publishing role given by IT waits as a `Grant`. `new_department`: the name of a department to add and use. Raises
    `StaffError`.
    """
    if department is not None and department.administration_id != administration.pk:
        raise NotHere
    with transaction.atomic():
        if new_department:
            department = named_department(administration, new_department, by=by)
        refuse_without_department(role, department)
        person = dismissed_with(administration, email)
        verb = "staff.invited_anew" if person else "staff.invited"
        if person is None:
            person = _new_person(administration, email, display_name, department)
        else:
            begin_anew(person, display_name, department)
        invitation = _issue(person, by)
        record(administration=administration, actor=by, verb=verb, obj=person, facts={"role": str(role)})
        _give_role(person, role, by)
    return _shown_to(by, role, invitation)


def invite_again(*, by: Person | None, person: Person) -> Invitation:
    """Replace a lost or expired link. `by` is None at the command line only."""
    with transaction.atomic():
        # Of two who press at once the second waits: its link is the one that works.
        person = Person.objects.of(person.administration_id).select_for_update(of=("self",)).get(pk=person.pk)
        earlier = Invite.objects.of(person.administration_id).filter(person=person, used_at=None)
        # A dismissed member has no password either.
        dismissed = person.has_usable_password() or (person.signs_in_as_id is not None and not earlier.exists())
        if person.is_active or dismissed:
            raise AlreadyHere
        failed = earlier.exclude(trouble="").exists()
        earlier.delete()
        role = role_of_trust(person)
        invitation = replace(_shown_to(by, role, _issue(person, by)), letter_failed=failed)
        if not invitation.is_shown:
            hide_link(person)
        facts = {"role": str(role)} if role else {}
        record(administration=person.administration, actor=by, verb="staff.invited_again", obj=person, facts=facts)
    return invitation


def send_by_letter(made: Invitation) -> bool:
    """Replace a link that the inviter may see by one that a letter takes to the person; return whether it goes so.

    Without a mail server, and after a letter that did not arrive, the inviter hands the link over.
    """
    if not made.is_shown or made.letter_failed or not is_set_up():
        return False
    with transaction.atomic():
        hide_link(made.person)
    return True


def accept_invite(*, secret: str, password: str) -> Person:
    """Set the invited person's password; only one of two concurrent uses succeeds.

    Raises `SignsInAlready` for an address with which somebody signs in: they accept it signed in (`memberships`).
    """
    with transaction.atomic():
        moment = clock.now()
        open_now = Invite.objects.unscoped().filter(secret_sha256=digest(secret), used_at=None, expires_at__gt=moment)
        found = open_now.select_related("person__administration").first()
        if found is None or not open_now.update(used_at=moment):
            raise InviteSpent
        person: Person = found.person
        _refuse_second_password(person)
        person.set_password(password)
        person.is_active = True
        person.save(update_fields=["password", "is_active"])
        record(administration=person.administration, actor=person, verb="staff.invite_accepted", obj=person, facts={})
    return person


def _refuse_second_password(person: Person) -> None:
    """Let the invited person sign in with an address that no longer or not yet signs anybody in; else raise."""
    rows = with_address(person.email)
    person.signs_in_as_id = next(row.signs_in_as_id for row in rows if row.pk == person.pk)
    if person.signs_in_as_id is None:
        return
    root = who_signs_in(rows)
    if root is not None and root.is_active:
        raise SignsInAlready
    take_over(person, rows)


def invited_by_secret(secret: str) -> Person | None:
    """The person whom a valid link invites."""
    found = (
        Invite.objects.unscoped()
        .filter(secret_sha256=digest(secret), used_at=None, expires_at__gt=clock.now())
        .select_related("person__administration")
        .first()
    )
    return found.person if found else None


def _new_person(administration: Administration, email: str, display_name: str, department: Department | None) -> Person:
    """A row that signs in, or of somebody who already signs in elsewhere; the inviter is told the same."""
    address = address_of(email)
    for _ in range(2):  # another administration may invite the same newcomer in this moment
        rows = with_address(address)
        if any(row.administration_id == administration.pk for row in rows):
            break
        with suppress(IntegrityError), transaction.atomic():
            return Person.objects.create_user(
                email=address,
                display_name=display_name,
                administration=administration,
                department=department,
                is_active=False,
                signs_in_as=who_signs_in(rows),
            )
    raise EmailTaken


def _give_role(person: Person, role: Role, by: Person | None) -> None:
    since = clock.today(person.administration.time_zone)
    if by is not None and must_be_confirmed(by, role):
        ask(by=by, person=person, role=role, since=since, until=None)
    else:
        Appointment.objects.create(administration=person.administration, person=person, role=role, since=since)
        fill_office_of_head(by=by, person=person, role=role)


def _shown_to(by: Person | None, role: Role | None, made: Invitation) -> Invitation:
    hidden = role is not None and must_be_confirmed(by, role)
    return replace(made, secret=Secret("")) if hidden else made


def _issue(person: Person, by: Person | None) -> Invitation:
    secret = secrets.token_urlsafe(32)
    expires_at = clock.now() + INVITE_LIVES
    Invite.objects.create(
        administration=person.administration,
        person=person,
        secret_sha256=digest(secret),
        invited_by=by,
        expires_at=expires_at,
    )
    return Invitation(person, Secret(secret), expires_at)


def address_of(email: str) -> str:
    """The address as it is stored."""
    return BaseUserManager.normalize_email(email.strip()).lower()


def dismissed_with(administration: Administration, email: str) -> Person | None:
    """The dismissed person with this address, not invited since. Locks the row; the caller holds the transaction."""
    address = address_of(email)
    invited = Invite.objects.of(administration).filter(used_at=None).values("person")
    gone = Person.objects.of(administration).filter(email=address, is_active=False).exclude(pk__in=invited)
    found: Person | None = gone.select_for_update(of=("self",)).first()
    return found


def begin_anew(person: Person, display_name: str, department: Department | None) -> None:
    """End former roles, password and second step; a role's last day would otherwise last till midnight."""
    today = clock.today(person.administration.time_zone)
    mine = Appointment.objects.of(person.administration_id).filter(person=person)
    lent = Deputy.objects.of(person.administration_id).filter(Q(absent=person) | Q(stand_in=person))
    for rows in (mine, lent):
        rows.filter(since__gte=today).delete()
        rows.filter(Q(until=None) | Q(until__gte=today)).update(until=today - timedelta(days=1))
    Authenticator.objects.filter(user=person).delete()
    person.display_name, person.department = display_name, department
    person.set_unusable_password()
    person.save(update_fields=["display_name", "department", "password"])
    forget_roles(person)

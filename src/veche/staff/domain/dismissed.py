"""Invite a dismissed person again: the same row, without roles and credentials."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import BaseUserManager
from django.db.models import Q

from veche.kernel import clock
from veche.staff.domain.roles import forget_roles
from veche.staff.models import Administration, Appointment, Department, Deputy, Invite, Person


def dismissed_with(administration: Administration, email: str) -> Person | None:
    """The dismissed person with this address, not invited since. Locks the row; the caller holds the transaction."""
    address = BaseUserManager.normalize_email(email.strip()).lower()
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

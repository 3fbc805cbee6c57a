"""What signing in leaves behind, and what it must have used."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from veche.journal.domain.queries import history_of
from veche.journal.domain.record import record
from veche.staff.domain.roles import roles_of
from veche.staff.enums import NEEDS_SECOND_FACTOR
from veche.staff.models import Administration, Person

CODES_MADE = "staff.recovery_codes_made"


def second_factors(person: Person) -> QuerySet[Any]:
    """What the person can show as a second step. Recovery codes only stand in for one that was lost."""
    factors: QuerySet[Any] = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return factors


def people_with_second_factor(administration: Administration) -> frozenset[int]:
    factors = Authenticator.objects.filter(user__administration=administration)
    return frozenset(factors.exclude(type=Authenticator.Type.RECOVERY_CODES).values_list("user_id", flat=True))


def needs_second_factor(person: Person) -> bool:
    """Whoever can publish or holds keys, deputies included, signs in with two steps."""
    return bool(roles_of(person) & NEEDS_SECOND_FACTOR)


def note(person: Person, verb: str, facts: Mapping[str, Any] | None = None) -> None:
    """What the sign-in library tells becomes an entry of the journal; never with an e-mail address."""
    with transaction.atomic():
        record(administration=person.administration, actor=person, verb=verb, obj=person, facts=facts or {})


def had_recovery_codes(person: Person) -> bool:
    """The codes themselves are replaced without a trace; the journal remembers that there were some."""
    return history_of(person.administration, person).filter(verb=CODES_MADE).exists()


def person_by_email(email: str) -> Person | None:
    """Before anybody has signed in there is no administration to start from."""
    found: Person | None = (
        Person.objects.unscoped().filter(email=email.strip().lower()).select_related("administration").first()
    )
    return found

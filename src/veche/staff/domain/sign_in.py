"""What signing in leaves behind, and what it must have used: everybody signs in with two steps."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F, QuerySet

from veche.journal.domain.queries import history_of
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.staff.models import Administration, Person

CODES_MADE = "staff.recovery_codes_made"
FAILED, IN = "staff.sign_in_failed", "staff.signed_in"
# Wrong passwords of so long are one entry.
TOGETHER = timedelta(minutes=15)


def people_with_second_factor(administration: Administration) -> frozenset[int]:
    factors = Authenticator.objects.filter(user__administration=administration)
    return frozenset(factors.exclude(type=Authenticator.Type.RECOVERY_CODES).values_list("user_id", flat=True))


def note(person: Person, verb: str, facts: Mapping[str, Any] | None = None) -> None:
    """What the sign-in library tells becomes an entry of the journal; never with an e-mail address."""
    with transaction.atomic():
        record(administration=person.administration, actor=person, verb=verb, obj=person, facts=facts or {})


def note_wrong_password(person: Person) -> None:
    """By nobody: whoever knows the address can do it. The first is told at once, those of the next quarter of an hour
    together, when it is over or the person comes in: no stranger fills a journal from which nothing is taken away."""
    with transaction.atomic():
        _row(person).update(untold_failures=F("untold_failures") + 1)
        if not history_of(person.administration, person).filter(verb=FAILED, at__gt=now() - TOGETHER).exists():
            _tell_failures(person)


def note_signed_in(person: Person, steps: Sequence[str]) -> None:
    with transaction.atomic():
        _tell_failures(person)
        record(administration=person.administration, actor=person, verb=IN, obj=person, facts={"steps": [*steps]})


def _tell_failures(person: Person) -> None:
    person.refresh_from_db(fields=["untold_failures"])
    if times := person.untold_failures:
        _row(person).update(untold_failures=0)
        record(administration=person.administration, actor=None, verb=FAILED, obj=person, facts={"times": times})


def _row(person: Person) -> QuerySet[Person]:
    row: QuerySet[Person] = Person.objects.of(person.administration_id).filter(pk=person.pk)
    return row


def had_recovery_codes(person: Person) -> bool:
    """The codes themselves are replaced without a trace; the journal remembers that there were some."""
    return history_of(person.administration, person).filter(verb=CODES_MADE).exists()


def person_by_email(email: str) -> Person | None:
    """Before anybody has signed in there is no administration to start from."""
    found: Person | None = (
        Person.objects.unscoped().filter(email=email.strip().lower()).select_related("administration").first()
    )
    return found

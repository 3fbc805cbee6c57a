"""Journal entries of sign-in, and its requirements: everybody uses two steps."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from veche.journal.domain.queries import history_of
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.staff.models import Person

CODES_MADE = "staff.recovery_codes_made"
FAILED, IN = "staff.sign_in_failed", "staff.signed_in"
# Wrong passwords of so long are one entry.
TOGETHER = timedelta(minutes=15)


def note(person: Person, verb: str, facts: Mapping[str, Any] | None = None) -> None:
    """Record an event of allauth, never with an e-mail address."""
    with transaction.atomic():
        record(administration=person.administration, actor=person, verb=verb, obj=person, facts=facts or {})


def note_wrong_password(person: Person) -> None:
    """Record wrong passwords, by nobody: the first at once, later ones of a quarter of an hour in one entry.

    So strangers cannot flood the journal.
    """
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
    """Whether the journal has an entry that recovery codes were made; allauth replaces them without a trace."""
    return history_of(person.administration, person).filter(verb=CODES_MADE).exists()


def person_by_email(email: str) -> Person | None:
    """The row of any administration that signs in with this address, for use before sign-in."""
    rows = Person.objects.unscoped().filter(email=email.strip().lower(), signs_in_as=None)
    found: Person | None = rows.select_related("administration").first()
    return found

"""Correct a person's name."""

import hashlib

from django.db import transaction

from veche.journal.domain.record import record
from veche.staff.models import Person


def rename(*, by: Person, person: Person, display_name: str) -> None:
    """Rename; the journal entry holds hashes of both names, as it keeps no words."""
    with transaction.atomic():
        row = Person.objects.of(person.administration_id).select_for_update(of=("self",)).get(pk=person.pk)
        if row.display_name == display_name:
            return
        facts = {"name_before": _hash(row.display_name), "name_after": _hash(display_name)}
        row.display_name = display_name
        row.save(update_fields=["display_name"])
        record(administration=row.administration, actor=by, verb="staff.person_renamed", obj=row, facts=facts)


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()

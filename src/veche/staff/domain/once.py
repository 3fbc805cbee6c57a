"""Idempotent forms: without JavaScript a button may be pressed twice, and both presses create one object."""

from uuid import UUID

from veche.staff.models import Person
from veche.staff.tenancy import Owned, OwnedQuerySet


def made_before[Row: Owned](rows: OwnedQuerySet[Row], by: Person, once: UUID | None) -> Row | None:
    """The object that this person's form created already. Needs a transaction: a person's requests wait here for each
    other."""
    if once is None:
        return None
    Person.objects.of(by.administration_id).select_for_update(no_key=True).get(pk=by.pk)
    return rows.filter(once=once).first()

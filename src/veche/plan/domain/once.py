"""A button without a script can be pressed twice: what both presses ask for is made once."""

from uuid import UUID

from veche.staff.models import Person
from veche.staff.tenancy import Owned, OwnedQuerySet


def made_before[Row: Owned](rows: OwnedQuerySet[Row], by: Person, once: UUID | None) -> Row | None:
    """What this person's form has made already. Inside a transaction: a person's presses wait for each other here."""
    if once is None:
        return None
    Person.objects.of(by.administration_id).select_for_update(no_key=True).get(pk=by.pk)
    return rows.filter(once=once).first()

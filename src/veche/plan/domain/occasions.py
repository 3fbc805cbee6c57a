from datetime import datetime
from uuid import UUID

from django.db import transaction

from veche.journal.domain.record import record
from veche.plan.domain.once import made_before
from veche.plan.enums import OccasionKind
from veche.plan.models import Occasion
from veche.staff.models import Administration, Department, Person


def add_occasion(  # noqa: PLR0913 -- an occasion is all of this
    *,
    administration: Administration,
    by: Person,
    kind: OccasionKind | str,
    title: str,
    starts_at: datetime | None = None,
    place: str = "",
    department: Department | None = None,
    note: str = "",
    once: UUID | None = None,
) -> Occasion:
    """Write down what there is to speak about. Without a date it waits in the tray under the week.

    With the same `once` of the same person it is written down already.
    """
    with transaction.atomic():
        mine = Occasion.objects.of(administration).filter(created_by=by)
        if made := made_before(mine, by, once):
            return made
        occasion: Occasion = Occasion.objects.create(
            administration=administration,
            kind=kind,
            title=title.strip(),
            starts_at=starts_at,
            place=place.strip(),
            department=department,
            note=note.strip(),
            created_by=by,
            once=once,
        )
        record(administration=administration, actor=by, verb="occasion.added", obj=occasion, facts={"kind": str(kind)})
    return occasion

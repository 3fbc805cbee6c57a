from datetime import datetime

from django.db import transaction

from veche.journal.domain.record import record
from veche.plan.enums import OccasionKind
from veche.plan.models import Occasion
from veche.staff.models import Administration, Department, Person


def add_occasion(
    *,
    administration: Administration,
    by: Person,
    kind: OccasionKind | str,
    title: str,
    starts_at: datetime | None = None,
    place: str = "",
    department: Department | None = None,
    note: str = "",
) -> Occasion:
    """Write down what there is to speak about. Without a date it waits in the tray under the week."""
    with transaction.atomic():
        occasion = Occasion.objects.create(
            administration=administration,
            kind=kind,
            title=title.strip(),
            starts_at=starts_at,
            place=place.strip(),
            department=department,
            note=note.strip(),
            created_by=by,
        )
        record(administration=administration, actor=by, verb="occasion.added", obj=occasion, facts={"kind": str(kind)})
    return occasion

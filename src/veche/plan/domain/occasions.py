from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.plan.domain.shifts import mark_shifted
from veche.plan.enums import OccasionKind
from veche.plan.models import Occasion
from veche.staff.domain.once import made_before
from veche.staff.models import Administration, Department, Office, Person

WRITTEN = ("kind", "title", "starts_at", "has_hour", "place", "department", "office", "note", "asks_material")


def add_occasion(  # noqa: PLR0913 -- an occasion is all of this
    *,
    administration: Administration,
    by: Person,
    kind: OccasionKind | str,
    title: str,
    starts_at: datetime | None = None,
    has_hour: bool = True,
    place: str = "",
    department: Department | None = None,
    office: Office | None = None,
    note: str = "",
    asks_material: bool = False,
    once: UUID | None = None,
) -> Occasion:
    """Add an occasion. Without a date it is listed under the week.

    The same `once` of the same person returns the existing one.
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
            has_hour=has_hour,
            place=place.strip(),
            department=department,
            office=office,
            note=note.strip(),
            asks_material=asks_material,
            created_by=by,
            once=once,
        )
        record(administration=administration, actor=by, verb="occasion.added", obj=occasion, facts={"kind": str(kind)})
    return occasion


def change_occasion(*, occasion: Occasion, by: Person, said: Mapping[str, Any]) -> Occasion:
    """Change fields: `said` by field (`WRITTEN`). The journal names fields, not values."""
    changed = [name for name in WRITTEN if name in said and getattr(occasion, name) != said[name]]
    if not changed:
        return occasion
    with transaction.atomic():
        was = occasion.starts_at
        for name in changed:
            setattr(occasion, name, said[name])
        occasion.save(update_fields=changed)
        if "starts_at" in changed:
            mark_shifted(occasion.administration, {occasion.pk: was})
        facts = {"changed": changed}
        record(administration=occasion.administration, actor=by, verb="occasion.changed", obj=occasion, facts=facts)
    return occasion


def remove_occasion(*, occasion: Occasion, by: Person) -> None:
    """Remove it; plan items made from it stay. An event of a calendar is put aside, or the calendar would bring it
    back."""
    with transaction.atomic():
        facts = {"kind": str(occasion.kind)}
        record(administration=occasion.administration, actor=by, verb="occasion.removed", obj=occasion, facts=facts)
        if occasion.calendar_id is None:
            occasion.delete()
        else:
            occasion.dropped_at = now()
            occasion.save(update_fields=("dropped_at",))


def restore_occasion(*, occasion: Occasion, by: Person) -> None:
    """Take back an event of a calendar that was put aside. A second press changes nothing."""
    with transaction.atomic():
        aside = Occasion.objects.of(occasion.administration_id).filter(pk=occasion.pk, dropped_at__isnull=False)
        if aside.update(dropped_at=None):
            record(administration=occasion.administration, actor=by, verb="occasion.restored", obj=occasion, facts={})

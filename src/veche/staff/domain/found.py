"""Create and change the administration."""

from django.conf import settings
from django.db import DatabaseError, transaction

from veche.journal.domain.record import record
from veche.staff.domain.offices import OFFICE_OF_HEAD
from veche.staff.enums import OfficeKind
from veche.staff.models import Administration, Office


def found_administration(*, name: str, city: str, time_zone: str, training: bool = False) -> Administration:
    """Create it, with the vacant office of its Head. `training` marks the demo; only its seeding passes True."""
    with transaction.atomic():
        made = Administration.objects.create(name=name, city=city, time_zone=time_zone, training=training)
        record(administration=made, actor=None, verb="staff.founded", obj=made, facts={})
        Office.objects.create(administration=made, name=OFFICE_OF_HEAD, kind=OfficeKind.HEAD)
    return made


def change_administration(administration: Administration, *, name: str, city: str, time_zone: str) -> Administration:
    """Change it. Planned moments stay: the zone only affects input and display."""
    with transaction.atomic():
        row = Administration.objects.select_for_update().get(pk=administration.pk)
        renamed, moved = (name, city) != (row.name, row.city), time_zone != row.time_zone
        row.name, row.city, row.time_zone = name, city, time_zone
        row.save(update_fields=["name", "city", "time_zone"])
        if renamed:
            record(administration=row, actor=None, verb="staff.renamed", obj=row, facts={})
        if moved:
            record(administration=row, actor=None, verb="staff.zone_changed", obj=row, facts={"zone": time_zone})
    return row


def the_administration() -> Administration | None:
    """The only administration of this installation; None before the first and among several."""
    found = list(Administration.objects.order_by("pk")[:2])
    return found[0] if len(found) == 1 else None


def home_zone() -> str:
    """The time zone of the schedule: that of the first administration."""
    try:
        first = Administration.objects.order_by("pk").values_list("time_zone", flat=True).first()
    except DatabaseError:  # a database that is away must not stop the clock
        first = None
    return first or settings.TIME_ZONE


def name_at_the_door() -> str:
    """The city on the sign-in page; "" with several administrations, the setting before the first."""
    try:
        cities = list(Administration.objects.order_by("pk").values_list("city", flat=True)[:2])
    except DatabaseError:  # a page that says what is wrong must come all the same
        cities = []
    if len(cities) > 1:
        return ""
    return cities[0] if cities else settings.CITY

"""The first row of everything: the administration itself."""

from django.db import transaction

from veche.journal.domain.record import record
from veche.staff.models import Administration


def found_administration(*, name: str, city: str, time_zone: str) -> Administration:
    with transaction.atomic():
        made = Administration.objects.create(name=name, city=city, time_zone=time_zone)
        record(administration=made, actor=None, verb="staff.founded", obj=made, facts={})
    return made


def the_administration() -> Administration | None:
    """The only one of this installation, or None before the first and among several."""
    found = list(Administration.objects.order_by("pk")[:2])
    return found[0] if len(found) == 1 else None

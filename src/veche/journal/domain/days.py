"""One entry a day whose number and hash leave the house by letter: a copy of the chain's end that no server keeps."""

from typing import Any

from django.db import transaction

from veche.journal.domain.record import record
from veche.journal.models import Entry
from veche.kernel.clock import day_bounds, today

DAY_MARKED = "journal.day_marked"


def mark_day(administration: Any) -> Entry | None:
    """None when this day of the city has its entry already."""
    day = today(administration.time_zone)
    since, _ = day_bounds(day, administration.time_zone)
    if Entry.objects.of(administration).filter(verb=DAY_MARKED, at__gte=since).exists():
        return None
    with transaction.atomic():
        return record(
            administration=administration, actor=None, verb=DAY_MARKED, obj=administration, facts={"day": day}
        )

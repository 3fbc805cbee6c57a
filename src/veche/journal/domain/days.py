"""One entry a day whose number and hash are sent by letter: a copy of the chain's end outside any server."""

from typing import Any

from django.db import transaction

from veche.journal.domain.record import record
from veche.journal.models import Entry
from veche.kernel.clock import day_bounds, today

DAY_MARKED = "journal.day_marked"


def mark_day(administration: Any) -> Entry | None:
    """Record the day's entry. None if this day of the city has one."""
    day = today(administration.time_zone)
    since, _ = day_bounds(day, administration.time_zone)
    if Entry.objects.of(administration).filter(verb=DAY_MARKED, at__gte=since).exists():
        return None
    with transaction.atomic():
        return record(
            administration=administration, actor=None, verb=DAY_MARKED, obj=administration, facts={"day": day}
        )

"""Hours of a day at which nothing else of the city goes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import QuerySet

from veche.kernel.clock import at, day_bounds, local, now
from veche.plan.models import PlanItem
from veche.staff.compiled import compiled_once

# Two posts within an hour push each other down.
APART = timedelta(hours=1)
# When residents read: full hours of the city's day.
FIRST, LAST = 8, 21
# As many as a person takes in at a glance, the nearest to the chosen hour.
OFFERED = 6


@dataclass(frozen=True, slots=True)
class Hours:
    """`taken`: titles and moments of items within an hour of the chosen moment; `free`: other hours, in order."""

    taken: Sequence[tuple[str, datetime]]
    free: Sequence[time]


def hours_of(item: PlanItem, moment: datetime) -> Hours:
    """Of the day of `moment`, in the city's time. An item counts once, in however many networks it goes out, as in the
    norm; `item` itself and what was dropped do not. One query.
    """
    zone = item.administration.time_zone
    day = local(moment, zone).date()
    start, end = day_bounds(day, zone)
    planned = _planned_beside(item.administration_id, item.pk, start - APART, end + APART)
    ahead = [time(hour) for hour in range(FIRST, LAST + 1) if at(day, time(hour), zone) > now()]
    free = [hour for hour in ahead if all(abs(at(day, hour, zone) - publish_at) >= APART for _, publish_at in planned)]
    nearest = sorted(free, key=lambda hour: abs(at(day, hour, zone) - moment))[:OFFERED]
    taken = [(title, publish_at) for title, publish_at in planned if abs(publish_at - moment) < APART]
    return Hours(taken, sorted(nearest))


@compiled_once
def _planned_beside(city: int, item: int, start: datetime, end: datetime) -> QuerySet[PlanItem, tuple[str, datetime]]:
    others = PlanItem.objects.of(city).filter(cancelled_at=None).exclude(pk=item)
    near = others.filter(publish_at__gt=start, publish_at__lt=end).order_by("publish_at", "pk")
    found: QuerySet[PlanItem, tuple[str, datetime]] = near.values_list("title", "publish_at")
    return found

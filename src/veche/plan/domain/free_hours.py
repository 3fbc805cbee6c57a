"""Hours of a day at which nothing else of the city goes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from veche.kernel.clock import at, day_bounds, local, now
from veche.plan.models import PlanItem

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
    others = PlanItem.objects.of(item.administration_id).filter(cancelled_at=None).exclude(pk=item.pk)
    near = others.filter(publish_at__gt=start - APART, publish_at__lt=end + APART)
    planned = list(near.order_by("publish_at", "pk").values_list("title", "publish_at"))
    ahead = [time(hour) for hour in range(FIRST, LAST + 1) if at(day, time(hour), zone) > now()]
    free = [hour for hour in ahead if all(abs(at(day, hour, zone) - publish_at) >= APART for _, publish_at in planned)]
    nearest = sorted(free, key=lambda hour: abs(at(day, hour, zone) - moment))[:OFFERED]
    taken = [(title, publish_at) for title, publish_at in planned if abs(publish_at - moment) < APART]
    return Hours(taken, sorted(nearest))

"""Pairs of items that seem to be about the same matter, over the week, the month and the list."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from veche.kit.moments import short_day
from veche.plan.domain.same_matter import Titled, pairs_among
from veche.staff.models import Administration

MOST = 3


@dataclass(frozen=True, slots=True)
class Twins:
    """`days`: of both, in words."""

    first: Titled
    second: Titled
    days: tuple[str, str]


def twins_of(administration: Administration, items: Collection[Titled], beside: Iterable[Titled] = ()) -> list[Twins]:
    """The first pairs by hour, of `items` and of one of them with one of `beside`. One query if there is any."""
    zone, here = administration.time_zone, {item.pk for item in items}
    pairs = pairs_among(administration, [*items, *(one for one in beside if one.pk not in here)])
    return [
        Twins(one, other, (short_day(one.publish_at, zone), short_day(other.publish_at, zone)))
        for one, other in [pair for pair in pairs if here & {one.pk for one in pair}][:MOST]
    ]

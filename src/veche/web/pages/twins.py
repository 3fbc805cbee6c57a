"""Pairs of items that seem to be about the same matter, over the week, the month and the list."""

from collections.abc import Iterable
from dataclasses import dataclass

from veche.kit.moments import short_day
from veche.plan.domain.same_matter import pairs_among
from veche.plan.models import PlanItem
from veche.staff.models import Administration

MOST = 3


@dataclass(frozen=True, slots=True)
class Twins:
    """`days`: of both, in words."""

    first: PlanItem
    second: PlanItem
    days: tuple[str, str]


def twins_of(administration: Administration, items: Iterable[PlanItem]) -> list[Twins]:
    """The first pairs by hour. One query if there is any."""
    zone = administration.time_zone
    return [
        Twins(one, other, (short_day(one.publish_at, zone), short_day(other.publish_at, zone)))
        for one, other in pairs_among(administration, items)[:MOST]
    ]

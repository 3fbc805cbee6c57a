"""The working time of a case's term, drawn as segments: half a day each, or a day each in a long term."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, takewhile

from veche.cases.models import Case
from veche.kernel.clock import DAY, local, now, working_intervals
from veche.kit.moments import briefly, hour, is_today
from veche.staff.domain.working_hours import hours_of
from veche.staff.models import Administration

# Segments that have room for their hours beside one another; longer terms are drawn by days, or not at all.
NAMED, LONGEST = 4, 15
WIDEST = 9

type Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Segment:
    """`hours`: its width, 1…9. `done`: how much of it is over, 0…100. `day`, `span`: its label; "" without one."""

    hours: int
    done: int
    day: str
    span: str


def strip(case: Case) -> list[Segment]:
    """Empty for an ended case, and for a term without working time or of weeks."""
    city = case.administration
    halves = list(_halves(case.begins_at, case.due_at, city)) if case.is_open else []
    if len(halves) <= NAMED:
        return [_segment([one], city, is_named=True) for one in halves]
    days = [list(spans) for _, spans in groupby(halves, key=lambda one: local(one[0], city.time_zone).date())]
    if len(days) > LONGEST:
        return []
    ends = (0, len(days) - 1)
    return [_segment(spans, city, is_named=number in ends, by_day=True) for number, spans in enumerate(days)]


def _halves(begins: datetime, due: datetime, city: Administration) -> Iterator[Span]:
    zone, office = city.time_zone, hours_of(city)
    day, last = local(begins, zone).date(), local(due, zone).date()
    while day <= min(last, local(begins, zone).date() + 60 * DAY):
        spans = takewhile(lambda one: one[0] < due, working_intervals(day, zone, office))
        yield from ((max(start, begins), min(end, due)) for start, end in spans if end > begins)
        day += DAY


def _segment(spans: Sequence[Span], city: Administration, *, is_named: bool, by_day: bool = False) -> Segment:
    zone, moment = city.time_zone, now()
    first, last = spans[0][0], spans[-1][1]
    whole = sum((end - start for start, end in spans), timedelta())
    done = sum((max(min(end, moment) - start, timedelta()) for start, end in spans), timedelta())
    return Segment(
        hours=min(max(round(whole / timedelta(hours=1)), 1), WIDEST),
        done=round(100 * done / whole) if whole else 100,
        day=("сегодня" if is_today(first, zone) else briefly(first, zone)) if is_named else "",
        span=f"{hour(first, zone)}–{hour(last, zone)}" if is_named and not by_day else "",
    )

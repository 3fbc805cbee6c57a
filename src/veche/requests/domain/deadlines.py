"""Deadlines of requests, in working hours of the city."""

from datetime import date, datetime, time, timedelta

from veche.kernel import clock
from veche.kernel.clock import WorkingHours, add_working_hours, local, working_hours_between
from veche.requests.enums import Reach
from veche.requests.models import Request
from veche.staff.domain.working_hours import hours_of
from veche.staff.models import Administration

# Reference for both: reminder at 75 % of the term, escalation when it is over.
REMIND_AT = 0.75
TO_PRESS_HEAD_AFTER = timedelta(hours=4)
TO_HEAD_AFTER = timedelta(hours=9)
LAST_DEADLINE = timedelta(days=366)


def add_hours(start: datetime, amount: timedelta, administration: Administration) -> datetime:
    return add_working_hours(start, amount, administration.time_zone, hours_of(administration))


def between(start: datetime, end: datetime, administration: Administration) -> timedelta:
    """Working time between two moments, negative if `end` is before `start`."""
    return working_hours_between(start, end, administration.time_zone, hours_of(administration))


def is_working(moment: datetime, administration: Administration) -> bool:
    """Whether somebody is at work at this moment; the moment at which the office closes counts."""
    zone = administration.time_zone
    spans = clock.working_intervals(local(moment, zone).date(), zone, hours_of(administration))
    return any(opens <= moment <= closes for opens, closes in spans)


def last_working_moment(moment: datetime, administration: Administration) -> datetime:
    """The end of the last working time before the moment, or the moment itself."""
    if is_working(moment, administration):
        return moment
    zone, hours = administration.time_zone, hours_of(administration)
    day = local(moment, zone).date()
    for back in range(30):
        spans = clock.working_intervals(day - back * clock.DAY, zone, hours)
        ends = [closes for _, closes in spans if closes <= moment]
        if ends:
            return ends[-1]
    return moment


def three_quarters(begins: datetime, due: datetime, administration: Administration) -> datetime:
    """When 75 % of a term's working time have passed; its beginning if there is none in it."""
    term = max(between(begins, due, administration), timedelta())
    return add_hours(begins, term * REMIND_AT, administration)


def next_moment(request: Request) -> datetime | None:
    """When the next reminder of this term is due; None after the last one."""
    city, due = request.administration, request.due_at
    if request.reach == Reach.NOBODY:
        has_work = between(request.addressed_at, due, city) > timedelta()
        return three_quarters(request.addressed_at, due, city) if has_work else due
    if request.reach == Reach.REMINDED:
        return None if request.closes_itself else due
    if request.reach == Reach.DUE:
        return add_hours(due, TO_PRESS_HEAD_AFTER, city)
    return add_hours(due, TO_HEAD_AFTER, city) if request.reach == Reach.PRESS_HEAD else None


def presets(administration: Administration) -> list[tuple[str, datetime]]:
    """Deadlines to choose from, by name, in working time: the end of this day, the next one, three days, a week."""
    zone, hours = administration.time_zone, hours_of(administration)
    moment = clock.now()
    found = [("через 2 рабочих часа", add_hours(moment, timedelta(hours=2), administration))]
    ends = _ends_of_days(moment, zone, hours)
    names = {0: "к концу дня", 1: "к концу следующего дня", 3: "через 3 рабочих дня", 5: "через неделю"}
    first = 0 if local(ends[0], zone).date() == local(moment, zone).date() else 1
    found += [(name, ends[days - first]) for days, name in names.items() if days >= first]
    return found


def _ends_of_days(moment: datetime, zone: str, hours: WorkingHours) -> list[datetime]:
    """The ends of the next six working days."""
    found: list[datetime] = []
    day: date = local(moment, zone).date()
    while len(found) < 6:
        spans = clock.working_intervals(day, zone, hours)
        if spans and spans[-1][1] > moment:
            found.append(spans[-1][1])
        day += clock.DAY
    return found


def end_of(day: date, administration: Administration) -> datetime:
    """The end of work on a day; of a day off, five in the afternoon."""
    zone, hours = administration.time_zone, hours_of(administration)
    spans = clock.working_intervals(day, zone, hours)
    return spans[-1][1] if spans else clock.at(day, time(17), zone)


def end_of_working_day(moment: datetime, days: int, administration: Administration) -> datetime:
    """The end of work on the last of so many working days, the moment's own day not counted."""
    return clock.end_of_working_day(moment, days, administration.time_zone, hours_of(administration))

"""Which occasion an event of a calendar is, when the calendar does not know it by the same key any more."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date

from veche.kernel.clock import local
from veche.plan.domain.calendar_event import ROW, CalendarEvent, Key
from veche.plan.models import Occasion


def paired(
    unknown: Sequence[CalendarEvent], left: Sequence[Occasion], *, times: Mapping[str, int], zone: str
) -> dict[Key, Occasion]:
    """Occasions by key of the event. `left`: those ahead that no event names; `times`: how often a uid is named.

    A series whose hour was changed names each event anew: the same uid on the same day is the same event. A row of a
    table or a text has no uid but its name: the only one of a name may have moved to another day, and the only one at
    its hour may have been renamed.
    """
    found = _same_day(unknown, left, zone)
    by_name = _only_ones(_rows_left(unknown, found), _occasions_left(left, found), _name_of(times), lambda one: one.uid)
    found |= by_name
    by_hour = _only_ones(
        _rows_left(unknown, found),
        _occasions_left(left, found),
        lambda event: event.starts_at if event.has_hour else None,
        lambda one: one.starts_at if one.has_hour else None,
    )
    return found | by_hour


def _same_day(unknown: Iterable[CalendarEvent], left: Iterable[Occasion], zone: str) -> dict[Key, Occasion]:
    waiting: dict[tuple[str, date], list[Occasion]] = defaultdict(list)
    for one in left:
        if one.starts_at is not None:
            waiting[one.uid, local(one.starts_at, zone).date()].append(one)
    found = {}
    for event in unknown:
        if those := waiting.get((event.key[0], local(event.starts_at, zone).date())):
            found[event.key] = those.pop(0)
    return found


def _only_ones[Of: Hashable](
    events: Iterable[CalendarEvent],
    occasions: Iterable[Occasion],
    of_event: Callable[[CalendarEvent], Of],
    of_occasion: Callable[[Occasion], Of],
) -> dict[Key, Occasion]:
    """Pairs of one event and one occasion that have the same and are alone in it; None is nothing to have."""
    named, waiting = defaultdict(list), defaultdict(list)
    for event in events:
        named[of_event(event)].append(event)
    for one in occasions:
        waiting[of_occasion(one)].append(one)
    return {
        those[0].key: waiting[same][0]
        for same, those in named.items()
        if same is not None and len(those) == 1 and len(waiting[same]) == 1
    }


def _name_of(times: Mapping[str, int]) -> Callable[[CalendarEvent], str | None]:
    return lambda event: event.key[0] if times[event.key[0]] == 1 else None


def _rows_left(unknown: Iterable[CalendarEvent], found: Mapping[Key, Occasion]) -> list[CalendarEvent]:
    return [event for event in unknown if event.key[0].startswith(ROW) and event.key not in found]


def _occasions_left(left: Iterable[Occasion], found: Mapping[Key, Occasion]) -> list[Occasion]:
    taken = {one.pk for one in found.values()}
    return [one for one in left if one.uid.startswith(ROW) and one.pk not in taken]

"""Whether an item that a file describes can be placed: the reason against it, duplicates, and warnings."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date, time

from veche.plan.reading.days import Day, relative_day_in
from veche.plan.reading.hours import read_hour_in
from veche.plan.reading.moved import Move, day_of_move, move_of_title
from veche.plan.reading.not_items import is_cancelled_title
from veche.plan.reading.outcome import (
    LONGEST_TITLE,
    ItemWords,
    Period,
    PlacedRow,
    PlanWarning,
    ReadPlan,
    Reason,
    UnplacedRow,
    WarningKind,
)
from veche.plan.reading.row_text import same_title


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file something stands, and its words."""

    sheet: str
    row: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundItem:
    """An item as it is written. `day_said`: its day in the words of the file; `odd`: warnings besides those of its day.

    `has_no_value`: its title is a formula without a value.
    """

    place: Place
    day: Day
    words: ItemWords
    day_said: str = ""
    move: Move | None = None
    is_cancelled: bool = False
    has_no_value: bool = False
    odd: tuple[tuple[WarningKind, str], ...] = ()


@dataclass(slots=True)
class Placer:
    """`seen`: networks by day, hour and title, to find duplicates in all sheets of a file. `parts`: how many items, or
    lines that are none, were found in a row by sheet and number.
    """

    found: ReadPlan
    seen: dict[tuple[date, time | None, str], set[str]] = field(default_factory=dict)
    parts: Counter[tuple[str, int]] = field(default_factory=Counter)

    def place(self, one: FoundItem, period: Period) -> None:
        """Place the item, or leave it out with the first reason against it. `period`: as of its day."""
        one = _moved(one, period)
        reason = _reason_against(one, period)
        if reason is not None or one.day.day is None:
            self.leave_out(one.place, reason or Reason.UNREADABLE_DATE, one)
            return
        words, day = one.words, one.day.day
        known = self.seen.setdefault((day, words.time, same_title(words.title)), set())
        if known and set(words.networks) <= known:
            self.leave_out(one.place, Reason.DUPLICATE, replace(one, move=None))
            return
        known.update(words.networks or {""})
        said = {name.name: getattr(words, name.name) for name in fields(words)}
        place, part = one.place, self._part(one.place)
        self.found.rows.append(
            PlacedRow(sheet=place.sheet, row=place.row, date=day, text=place.text, part=part, **said)
        )
        for kind, text in _warnings(one, period):
            self.found.warnings.append(PlanWarning(place.sheet, place.row, kind, text, part))

    def leave_out(self, place: Place, reason: Reason, one: FoundItem | None = None) -> None:
        """`one`: None for a row that describes no item."""
        left = UnplacedRow(place.sheet, place.row, reason, place.text, part=self._part(place))
        if one is not None:
            moved = one.move.said if one.move else ""
            left = replace(left, day=one.day.day, words=one.words, moved=moved)
        self.found.unplaced.append(left)

    def _part(self, place: Place) -> int:
        self.parts[place.sheet, place.row] += 1
        return self.parts[place.sheet, place.row] - 1


def _moved(one: FoundItem, period: Period) -> FoundItem:
    """The item on the day that it was moved to."""
    if one.move is None:
        return one
    day = day_of_move(one.move, one.day, period)
    title, hour = move_of_title(one.words.title)[1], read_hour_in(day.clock)[0]
    return replace(one, day=day, words=replace(one.words, title=title, time=hour or one.words.time))


def _reason_against(one: FoundItem, period: Period) -> Reason | None:
    """The first reason to leave the item out; None if there is none."""
    day = one.day
    is_moved = one.move is not None and day.day is not None
    if (one.is_cancelled or is_cancelled_title(one.words.title)) and not is_moved:
        return Reason.CANCELLED
    if day.reason == Reason.FORMULA_WITHOUT_VALUE or one.has_no_value:
        return Reason.FORMULA_WITHOUT_VALUE
    if not one.words.title:
        return Reason.NO_TITLE
    if day.reason == Reason.NO_DATE and relative_day_in(one.place.text):
        return Reason.NO_EXACT_DATE
    if day.reason is not None:
        return day.reason
    return Reason.PAST_DATE if day.day and day.day < period.today else None


def _warnings(one: FoundItem, period: Period) -> Iterator[tuple[WarningKind, str]]:
    if one.move:
        yield WarningKind.MOVED, one.move.said
    if one.day.is_mismatched:
        yield WarningKind.WEEKDAY_MISMATCH, one.move.said if one.move else one.day_said
    yield from (said for said in one.odd if said[0] == WarningKind.BAD_TIME)
    if len(one.words.title) > LONGEST_TITLE:
        yield WarningKind.TOO_LONG, one.words.title
    yield from (said for said in one.odd if said[0] != WarningKind.BAD_TIME)
    if one.day.day and not period.has(one.day.day):
        yield WarningKind.OUTSIDE_PERIOD, one.day.day.isoformat()

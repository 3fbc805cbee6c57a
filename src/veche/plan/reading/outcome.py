"""The result of reading a plan: rows with a day, rows left out with the reason, and warnings."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

# The longest title that an item can have.
LONGEST_TITLE = 200


class Reason(StrEnum):
    """Why a row is not placed."""

    NO_EXACT_DATE = "no_exact_date"
    NO_DATE = "no_date"
    IMPOSSIBLE_DATE = "impossible_date"
    UNREADABLE_DATE = "unreadable_date"
    PAST_DATE = "past_date"
    DUPLICATE = "duplicate"
    CANCELLED = "cancelled"
    HIDDEN_ROW = "hidden_row"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    NO_TITLE = "no_title"
    NOT_AN_ITEM = "not_an_item"


class WarningKind(StrEnum):
    """What a person should check about a row that is placed all the same."""

    WEEKDAY_MISMATCH = "weekday_mismatch"
    TOO_LONG = "too_long"
    BAD_TIME = "bad_time"
    UNKNOWN_NETWORK = "unknown_network"
    OUTSIDE_PERIOD = "outside_period"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWords:
    """What a row says of its item besides the day.

    `networks`: slugs; `format`: a value of `plan.enums.Format`, None if unnamed. `where`, `format_said`, `category`,
    `speaker`, `occasion`, `occasion_day`, `note`, `place` (of an event): cells as they are written.
    """

    title: str
    time: dt.time | None = None
    networks: tuple[str, ...] = ()
    format: str | None = None
    department: str | None = None
    where: str = ""
    format_said: str = ""
    category: str = ""
    speaker: str = ""
    occasion: str = ""
    occasion_day: str = ""
    note: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedRow(ItemWords):
    """A row that becomes an item. `text`: its filled cells, joined by « | ».

    `part`: which item of its row it is, from 0; a row of a grid has several.
    """

    sheet: str
    row: int
    date: dt.date
    text: str = ""
    part: int = 0

    def as_json(self) -> dict[str, object]:
        return {
            "sheet": self.sheet,
            "row": self.row,
            "date": self.date.isoformat(),
            "time": f"{self.time:%H:%M}" if self.time else None,
            "title": self.title,
            "networks": list(self.networks),
            "format": self.format,
            "department": self.department,
        }


@dataclass(frozen=True, slots=True)
class UnplacedRow:
    """A row that becomes no item. `text`: as of a placed row.

    `day`, `words`: what could be read of an item nevertheless; without `words` the row describes none. `moved`: the
    words that say that it was moved, "" if none do.
    """

    sheet: str
    row: int
    reason: Reason
    text: str
    day: dt.date | None = None
    words: ItemWords | None = None
    moved: str = ""
    part: int = 0

    def as_json(self) -> dict[str, object]:
        return {"sheet": self.sheet, "row": self.row, "reason": self.reason.value, "text": self.text}


@dataclass(frozen=True, slots=True)
class PlanWarning:
    """A warning about a row; `text`: the words that it is about."""

    sheet: str
    row: int
    kind: WarningKind
    text: str = ""
    part: int = 0

    def as_json(self) -> dict[str, object]:
        return {"sheet": self.sheet, "row": self.row, "kind": self.kind.value, "text": self.text}


@dataclass(slots=True)
class ReadPlan:
    """`sheets`: names of all that were read, in order."""

    rows: list[PlacedRow] = field(default_factory=list)
    unplaced: list[UnplacedRow] = field(default_factory=list)
    warnings: list[PlanWarning] = field(default_factory=list)
    has_macros: bool = False
    sheets: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "rows": [one.as_json() for one in self.rows],
            "unplaced": [one.as_json() for one in self.unplaced],
            "warnings": [one.as_json() for one in self.warnings],
        }


@dataclass(frozen=True, slots=True)
class Period:
    """The context in which a day without a year or a month is read.

    `first`, `last`: bounds of the plan, None if they were not given. `years`, `month`: as a heading names them. `week`:
    its first and last day, where a heading names such a span («7–13 декабря»).
    """

    today: dt.date
    first: dt.date | None = None
    last: dt.date | None = None
    years: tuple[int, ...] = ()
    month: int | None = None
    week: tuple[dt.date, dt.date] | None = None

    def has(self, day: dt.date) -> bool:
        return not ((self.first and day < self.first) or (self.last and day > self.last))

"""An hour as people write it: «10:00», «10.00», «в 10 ч», «10-00 – 11-00»; «вечером» is none."""

import re
from datetime import datetime, time

from veche.documents.table import Cell
from veche.plan.reading.days import NOTHING
from veche.plan.reading.english import in_russian

# «9,3» is how Excel keeps «9,30».
_CLOCK = re.compile(
    r"(?:в|с|к|на|до|от|около)?\s*(?P<hour>\d{1,2})(?:(?P<between>\s*:\s*|[.,]|[-–])(?P<minute>\d{1,2})(?!\d))?"
    r"(?:\s*ч(?:ас[а-я]*|\.)?(?:\s*(?P<after>\d{1,2}))?)?(?:\s*мин[а-я]*\.?)?\s*(?P<part>утра|дня|вечера|ночи)?(?!\d)"
)
_ONLY = re.compile(
    r"(?:[вкс]\s+)?\d{1,2}(?:\s*(?:[-:.–—]|до\b|ч(?:ас[а-я]*)?\b\.?|мин[а-я]*\.?|утра|дня|вечера|ночи|\d{1,2}))*"
)
_MINUTES = 24 * 60
# «10-12» is a span, «10-30» an hour.
_STEP = 5
_NOON = 12


def read_hour(cell: Cell) -> tuple[time | None, bool]:
    """The hour of a cell, and whether the cell holds something that is no hour."""
    value = cell.value
    if isinstance(value, datetime | time):
        return _time_of(value.hour, value.minute), False
    if isinstance(value, float) and 0 < value < 1:  # a part of a day, as Excel keeps an hour
        minutes = round(value * _MINUTES)
        return _time_of(*divmod(minutes, 60)), False
    return read_hour_in(cell.text)


def is_only_hour(text: str) -> bool:
    """Whether a text is an hour or a span of hours and nothing else, and no number alone: not «1 неделя»."""
    return not text.isdecimal() and _ONLY.fullmatch(text.casefold().strip()) is not None


def read_hour_in(text: str) -> tuple[time | None, bool]:
    """As `read_hour`, for a text. Of a span the first hour."""
    said = in_russian(" ".join(text.casefold().split()))
    if NOTHING.fullmatch(said):
        return None, False
    found = _CLOCK.match(said)
    if not found:
        return None, True
    hour = _time_of(_of_part(int(found["hour"]), found["part"]), _minute(found))
    return hour, hour is None


def _minute(found: re.Match[str]) -> int:
    said = found["minute"] or found["after"] or "0"
    if found["between"] in {"-", "–"} and (len(said) == 1 or int(said) % _STEP):
        return 0
    return int(said) * (10 if found["between"] in {".", ","} and len(said) == 1 else 1)


def _of_part(hour: int, part: str | None) -> int:
    """«7 вечера» is 19, «12 ночи» is 0."""
    if hour > _NOON:
        return hour
    if part == "ночи":
        return hour % _NOON
    return hour + _NOON if part in {"дня", "вечера"} and hour < _NOON else hour


def _time_of(hour: int, minute: int) -> time | None:
    return time(hour, minute) if hour < 24 and minute < 60 else None

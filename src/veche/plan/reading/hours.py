"""An hour as people write it: «10:00», «10.00», «в 10 ч», «10-00 – 11-00»; «вечером» is none."""

import re
from datetime import datetime, time

from veche.documents.table import Cell
from veche.plan.reading.days import NOTHING

_CLOCK = re.compile(
    r"(?:в|с|к|на|до|от|около)?\s*(\d{1,2})\s*(?:[:.\-–]\s*(\d{2})|ч(?:ас[а-я]*|\.)?\s*(\d{1,2})?)?(?!\d)"
)
_MINUTES = 24 * 60


def read_hour(cell: Cell) -> tuple[time | None, bool]:
    """The hour of a cell, and whether the cell holds something that is no hour."""
    value = cell.value
    if isinstance(value, datetime | time):
        return _time_of(value.hour, value.minute), False
    if isinstance(value, float) and 0 < value < 1:  # a part of a day, as Excel keeps an hour
        minutes = round(value * _MINUTES)
        return _time_of(*divmod(minutes, 60)), False
    return read_hour_in(cell.text)


def read_hour_in(text: str) -> tuple[time | None, bool]:
    """As `read_hour`, for a text. Of a span the first hour."""
    said = " ".join(text.casefold().split())
    if NOTHING.fullmatch(said):
        return None, False
    found = _CLOCK.match(said)
    if not found:
        return None, True
    hour = _time_of(int(found[1]), int(found[2] or found[3] or 0))
    return hour, hour is None


def _time_of(hour: int, minute: int) -> time | None:
    return time(hour, minute) if hour < 24 and minute < 60 else None

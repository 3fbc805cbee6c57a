"""Calendars (ICS, RFC 5545): each occurrence of each event between two days, in one time zone.

A rule that repeats without end costs any amount of time, so calendars are read by a process of their own
(`calendar_process`) with limits for time and memory.
"""

import codecs
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from veche.kernel.files import MEGABYTE
from veche.morphology.numerals import counted

MOST_BYTES = 10 * MEGABYTE
MOST_OCCURRENCES = 5_000
# Of the whole calendar. 5,000 events of 1.5 MB take 4 s.
SECONDS, MEMORY = 60, 1024 * MEGABYTE
# What the command prints of an occurrence.
_SHOWN = ("uid", "start", "end", "all_day", "summary", "location")
_BROKEN = "Это не календарь ICS или он повреждён. Выгрузите его из программы-календаря снова."


class UnreadableCalendar(Exception):
    """The file is not a calendar that can be read. The message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an event takes place. `start`, `end`: ISO moments with the zone's offset; of an event of whole
    days dates, and `end` is the day after the last, as RFC 5545 has it.

    `recurrence`: of an event that repeats, when this one was to begin: an ISO moment in UTC or a date, which stays
    when the one is moved; else empty. `private`: its owner marked it as not for others (CLASS).
    """

    uid: str
    start: str
    end: str
    all_day: bool
    summary: str
    location: str
    recurrence: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, or not as written. `kind`: no_start, unreadable_start, unknown_zone, bad_rule,
    endless_rule, ends_before_start or too_many."""

    uid: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Occurrences by start."""

    occurrences: tuple[Occurrence, ...]
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "occurrences": [{name: getattr(one, name) for name in _SHOWN} for one in self.occurrences],
            "problems": [asdict(one) for one in self.problems],
        }


def is_calendar(content: bytes) -> bool:
    """Whether the content begins as a calendar does, in any encoding of `_decoded`."""
    return _decoded(content[:200]).lstrip()[:7].upper() == "BEGIN:V"


def _decoded(content: bytes) -> str:
    """UTF-8, else UTF-16 with its mark, else Windows-1251, in which old programs wrote."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", "replace")


def read_calendar(
    content: bytes, *, zone: str, first: date, last: date, seconds: float = SECONDS, memory: int = MEMORY
) -> Calendar:
    """What takes place from `first` to `last`. Raises `UnreadableCalendar`, also for what takes more time or memory."""
    if len(content) > MOST_BYTES:
        raise UnreadableCalendar(f"Календарь больше {MOST_BYTES // MEGABYTE} МБ. Выгрузите из него только нужный срок.")
    if not is_calendar(content):
        raise UnreadableCalendar(_BROKEN)
    words = (str(memory), zone, first.isoformat(), last.isoformat())
    order = (sys.executable, "-m", "veche.documents.calendar_process", *words)
    try:
        done = subprocess.run(order, input=_decoded(content).encode(), capture_output=True, timeout=seconds, check=True)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise UnreadableCalendar(_too_slow(seconds)) from error
    except subprocess.CalledProcessError as error:
        raise UnreadableCalendar(_BROKEN) from error
    said = json.loads(done.stdout)
    return Calendar(
        tuple(Occurrence(**one) for one in said["occurrences"]), tuple(Problem(**one) for one in said["problems"])
    )


def _too_slow(seconds: float) -> str:
    said = "минуты" if seconds >= SECONDS else f"{counted(int(seconds), 'секунды', 'секунд', 'секунд')}"
    return f"Календарь читается дольше {said}. Выгрузите из него только нужный срок."

"""Rows of the preview of a calendar, and of its page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from veche.plan.domain.calendar_changes import CalendarChanges, Change
from veche.plan.enums import ReadingOutcome
from veche.plan.reading.labels import CALENDAR_PROBLEM_LABELS

_ICONS = {
    ReadingOutcome.CHANGED: "pencil",
    ReadingOutcome.GONE: "ban",
    ReadingOutcome.NEW: "plus",
    ReadingOutcome.SAME: "check",
    ReadingOutcome.PAST: "history",
    ReadingOutcome.SKIPPED: "lock",
}
# In the page's title, for what pressing the button does.
_PROMISED = ((ReadingOutcome.NEW, "новых"), (ReadingOutcome.CHANGED, "изменятся"), (ReadingOutcome.GONE, "отменятся"))


@dataclass(frozen=True, slots=True)
class ReadingLine:
    change: Change
    when: str
    icon: str


def lines_of(rows: Iterable[Change], zone: str) -> list[ReadingLine]:
    return [ReadingLine(one, one.when(zone), _ICONS[one.outcome]) for one in rows]


def headline_of(found: CalendarChanges, *, is_part: bool) -> str:
    """«Новых: 12, изменятся: 3»; empty if there is nothing to write. `is_part`: what is not named stays."""
    promised = [one for one in _PROMISED if not (is_part and one[0] == ReadingOutcome.GONE)]
    said = [f"{word}: {number}" for outcome, word in promised if (number := len(found.of(outcome)))]
    words = ", ".join(said)
    return words[:1].upper() + words[1:]


def problem_lines(problems: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """What could not be read: why, and of which event."""
    for one in problems:
        yield CALENDAR_PROBLEM_LABELS.get(one["kind"], one["kind"]), one["text"] or one["uid"]

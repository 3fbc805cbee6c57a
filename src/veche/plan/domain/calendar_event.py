"""An event of a calendar in the fields of an occasion."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from veche.documents.calendar import Occurrence
from veche.kernel.clock import at
from veche.plan.models import Occasion

MOST_NAME, MOST_UID = 200, 200
HIDDEN = "Личное событие"
NAMELESS = "Событие без названия"
# Begins the uid of an event that a table or a text names (`event_rows`).
ROW = "row:"
# Begins the uid of a memorial day; its recurrence is the year.
YEARLY = "day:"
# Fields of an occasion that a calendar fills in.
READ = ("title", "starts_at", "ends_at", "has_hour", "place")

# Which event of a calendar: `uid` and `recurrence`.
type Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """`ends_at` is the first moment after it. An event of whole days begins with the city's first one."""

    key: Key
    title: str
    starts_at: datetime
    ends_at: datetime
    has_hour: bool
    place: str
    private: bool

    @property
    def source(self) -> dict[str, Any]:
        """As stored with the occasion: what the calendar says, in JSON."""
        said = {name: getattr(self, name) for name in READ}
        return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in said.items()}

    def changed_since(self, occasion: Occasion) -> list[str]:
        """Fields that the calendar says otherwise than when it was read last; what a person wrote since then stays."""
        before: Mapping[str, Any] = occasion.source or {}
        said = self.source
        return [
            name for name in READ if before.get(name) != said[name] and getattr(occasion, name) != getattr(self, name)
        ]


def event_of(said: Mapping[str, Any], zone: str) -> CalendarEvent:
    """`said`: an `Occurrence` as JSON."""
    one = Occurrence(**said)
    starts_at, ends_at = (_moment(text, all_day=one.all_day, zone=zone) for text in (one.start, one.end))
    return CalendarEvent(
        key=_key(one),
        title=(one.summary or NAMELESS)[:MOST_NAME],
        starts_at=starts_at,
        ends_at=max(starts_at, ends_at),
        has_hour=not one.all_day,
        place=one.location[:MOST_NAME],
        private=one.private,
    )


def stored(occurrence: Occurrence) -> dict[str, Any]:
    """As JSON; what is private is stored without its words."""
    return asdict(occurrence) | ({"summary": HIDDEN, "location": ""} if occurrence.private else {})


def _key(one: Occurrence) -> Key:
    """An event without a uid, which RFC 5545 forbids, is known by its words and beginning."""
    if one.uid and len(one.uid) <= MOST_UID:
        return one.uid, one.recurrence
    text = one.uid or f"{one.summary}\n{one.start}"
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}", one.recurrence


def _moment(text: str, *, all_day: bool, zone: str) -> datetime:
    if all_day:
        return at(date.fromisoformat(text), time.min, zone)
    return datetime.fromisoformat(text).astimezone(UTC)

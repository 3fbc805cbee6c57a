"""Write a calendar (ICS, RFC 5545) of moments in UTC."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# RFC 5545 §3.1: a line has at most 75 octets without its end.
_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})
# Controls that RFC 5545 does not allow in a text.
_CONTROLS = dict.fromkeys([*range(9), *range(11, 32), 127])


@dataclass(frozen=True, slots=True)
class Event:
    """`uid`: the same for ever. `changed_at`, `sequence`: when it was changed last and how often."""

    uid: str
    starts_at: datetime
    lasts: timedelta
    title: str
    description: str
    changed_at: datetime
    sequence: int
    cancelled: bool


def write_calendar(name: str, events: Iterable[Event]) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Veche//Content plan//RU", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(event: Event) -> list[str]:
    changed = _moment(event.changed_at)
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(event.uid)}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTART:{_moment(event.starts_at)}",
        f"DTEND:{_moment(event.starts_at + event.lasts)}",
        f"SUMMARY:{_text(event.title)}",
        f"DESCRIPTION:{_text(event.description)}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    return words.translate(_CONTROLS).translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets; those after the first begin with a blank. No character is cut."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece

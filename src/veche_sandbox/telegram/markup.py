"""A text with entities, the result of parsing HTML and MarkdownV2 («Formatting options»)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from veche_sandbox.telegram.errors import ApiError, bad_request

MOST_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Span:
    """An entity; `begin` and `end` in characters."""

    kind: str
    begin: int
    end: int
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marked:
    text: str
    spans: tuple[Span, ...] = ()


def cannot_parse(text: str) -> ApiError:
    return bad_request(f"can't parse entities: {text}")


def date_time(unix: str, form: str) -> dict[str, Any]:
    """The fields of a time that each reader sees in their own time zone."""
    if not unix.isascii() or not unix.isdigit() or len(unix) > MOST_DIGITS:
        raise cannot_parse("Invalid Unix time specified")
    return {"unix_time": int(unix)} | ({"date_time_format": form} if form else {})

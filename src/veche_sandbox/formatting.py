"""Format texts and times for readers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from veche_sandbox.store import Entry

_LINK = re.compile(r"https?://[^\s<>«»\"]+[^\s<>«»\".,;:!?)\]]")
_CHATS = frozenset({"telegram", "max"})
_SAFE = ("http://", "https://", "mailto:", "tel:")
_MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a text with one format: `kinds` become CSS classes, `url` a link."""

    text: str
    kinds: tuple[str, ...] = ()
    url: str = ""


def day(seconds: int) -> str:
    """25 ноября 2026, 14:05, in the machine's time zone."""
    moment = datetime.fromtimestamp(seconds, UTC).astimezone()
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M}"


def runs(entry: Entry) -> list[Run]:
    """The text split at its entities (Telegram) or links (VK)."""
    marks = list(_marks(entry))
    borders = sorted({0, len(entry.text), *(edge for begin, end, _ in marks for edge in (begin, end))})
    return [_run(entry.text, begin, end, marks) for begin, end in pairwise(borders)]


def card_link(entries: Iterable[Entry]) -> str:
    """The address of the card under a post: the given one, else, in a chat, the first link of the text."""
    for entry in entries:
        blocks = [block["url"] for block in entry.extra.get("blocks", ()) if block["type"] == "link"]
        wanted = entry.extra.get("link_preview_options") or {}
        if given := [*entry.extra.get("links", ()), *blocks, *filter(None, [wanted.get("url")])]:
            return str(given[0])
        if entry.network in _CHATS and not _shows_media(entry) and not wanted.get("is_disabled"):
            return next((match.group() for match in _LINK.finditer(entry.text)), "")
    return ""


def _shows_media(entry: Entry) -> bool:
    return bool(entry.photos or entry.extra.get("files") or entry.extra.get("poll") or entry.extra.get("no_card"))


type _Mark = tuple[int, int, Mapping[str, Any]]


def _marks(entry: Entry) -> Iterable[_Mark]:
    if "entities" not in entry.extra:
        for match in _LINK.finditer(entry.text):
            yield match.start(), match.end(), {"type": "url"}
        return
    wide = entry.text.encode("utf-16-le")
    for entity in entry.extra["entities"]:
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        yield _characters(wide, begin), _characters(wide, end), entity


def _characters(wide: bytes, units: int) -> int:
    return len(wide[: units * 2].decode("utf-16-le", "ignore"))


def _run(text: str, begin: int, end: int, marks: list[_Mark]) -> Run:
    inside = [entity for start, stop, entity in marks if start <= begin and end <= stop]
    kinds = tuple(sorted({str(entity["type"]) for entity in inside}))
    links = [str(entity.get("url") or text[begin:end]) for entity in inside if entity["type"] in {"url", "text_link"}]
    url = next((link for link in links if link.startswith(_SAFE)), "")
    return Run(text[begin:end], kinds, url)

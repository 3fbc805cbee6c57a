"""Propose where to split a text that is too long for a network; a person decides."""

import re
from dataclasses import dataclass

from veche.networks.text import utf16_length

_PARAGRAPH = re.compile(r"\n\s*\n|\n")
_SENTENCE = re.compile(r"(?<=[.!?…])[»\")]*\s+")
_WORD = re.compile(r"\s+")
# A split that uses less than this share of the limit is worse than one inside a paragraph.
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Fitting:
    """The two parts of a split text; nothing is dropped. `head` fits the limit, `rest` is for a second post."""

    head: str
    rest: str


def fitting(text: str, limit: int) -> Fitting | None:
    """Split the text at a paragraph, a sentence or a word.

    None if it fits, or if its first word does not. `limit`: UTF-16 units.
    """
    if utf16_length(text) <= limit:
        return None
    for border in (_PARAGRAPH, _SENTENCE, _WORD):
        place = _last(text, border, limit)
        enough = limit * _ENOUGH if border is not _WORD else 1
        if place is not None and utf16_length(text[: place[0]].rstrip()) >= enough:
            return Fitting(text[: place[0]].rstrip(), text[place[1] :].lstrip())
    return None


def _last(text: str, border: re.Pattern[str], limit: int) -> tuple[int, int] | None:
    """The span of the last border before which everything fits."""
    found = None
    for match in border.finditer(text):
        if utf16_length(text[: match.start()].rstrip()) > limit:
            break
        found = match.span()
    return found

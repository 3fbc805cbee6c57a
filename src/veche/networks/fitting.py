"""A text that is too long for a network: where it can be cut so that it still reads. It proposes; a person decides."""

import re
from dataclasses import dataclass

from veche.networks.text import utf16_length

_PARAGRAPH = re.compile(r"\n\s*\n|\n")
_SENTENCE = re.compile(r"(?<=[.!?…])[»\")]*\s+")
_WORD = re.compile(r"\s+")
# A cut that leaves less than this part of the room is worse than one in the middle of a paragraph.
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Fitting:
    """`head` fits; `rest` is what would stand in a second post. Together they say all, nothing is dropped."""

    head: str
    rest: str


def fitting(text: str, limit: int) -> Fitting | None:
    """None where the text fits, or where not one word does. `limit` in UTF-16 units, as all networks' here."""
    if utf16_length(text) <= limit:
        return None
    for border in (_PARAGRAPH, _SENTENCE, _WORD):
        place = _last(text, border, limit)
        enough = limit * _ENOUGH if border is not _WORD else 1
        if place is not None and utf16_length(text[: place[0]].rstrip()) >= enough:
            return Fitting(text[: place[0]].rstrip(), text[place[1] :].lstrip())
    return None


def _last(text: str, border: re.Pattern[str], limit: int) -> tuple[int, int] | None:
    """The last border before which everything fits."""
    found = None
    for match in border.finditer(text):
        if utf16_length(text[: match.start()].rstrip()) > limit:
            break
        found = match.span()
    return found

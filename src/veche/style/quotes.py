"""Find quotations, whose words are not the author's."""

import re
from bisect import bisect_right

_MARKS = re.compile(r'[«»“”„"\n]')
_PAIRS = {"»": "«", "”": "“„"}
# A longer quotation has most likely lost its closing mark.
LONGEST = 2_000

type Span = tuple[int, int]


def quotes(source: str) -> list[Span]:
    """Spans of the outermost quotations in order, without unclosed ones."""
    found: list[Span] = []
    open_at: list[tuple[str, int]] = []
    for mark in _MARKS.finditer(source):
        sign, at = mark.group(), mark.start()
        if sign == "\n":
            open_at = [one for one in open_at if one[0] == "«" and at - one[1] < LONGEST]
        elif _closes(sign, open_at):
            begun = open_at.pop()[1]
            if not open_at:
                found.append((begun, at + 1))
        elif sign in "«“„" or (sign == '"' and not open_at):
            open_at.append((sign, at))
    return found


def _closes(sign: str, open_at: list[tuple[str, int]]) -> bool:
    if not open_at:
        return False
    last = open_at[-1][0]
    return last == '"' if sign == '"' else last in _PAIRS.get(sign, "") or (sign == "“" and last == "„")


class Quoted:
    """Tells whether a position is inside a quotation."""

    def __init__(self, source: str) -> None:
        self.spans = quotes(source)
        self._starts = [start for start, _ in self.spans]

    def __contains__(self, at: int) -> bool:
        before = bisect_right(self._starts, at) - 1
        return before >= 0 and at < self.spans[before][1]

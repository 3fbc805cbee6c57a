"""The words of a folded text, with their sentences."""

import re
from itertools import pairwise
from typing import NamedTuple

from veche.screening.dictionaries import around

WORD = re.compile(r"[^\W_]+")
# Ends of sentences: a stop, a question mark, a new line; also a closing quotation mark with a dash after it.
_STOP = re.compile(r"[.!?…\n]")
_OPEN, _CLOSE = "«“„", "»”"
_QUOTES = re.compile(f'["{_OPEN}{_CLOSE}]')


class Token(NamedTuple):
    """`gap`: the characters between this word and the one before. `quoted`: inside quotation marks."""

    word: str
    start: int
    end: int
    sentence: int
    gap: str
    quoted: bool


def tokens(text: str) -> list[Token]:
    """All words in order."""
    found: list[Token] = []
    end = sentence = depth = 0
    straight = False
    for match in WORD.finditer(text):
        start, last = match.span()
        gap = text[end:start]
        if gap != " ":
            sentence += bool(_STOP.search(gap)) and not _abbreviated(found, gap)
            if _QUOTES.search(gap):
                depth = max(0, depth + sum(gap.count(sign) for sign in _OPEN) - sum(gap.count(sign) for sign in _CLOSE))
                straight ^= gap.count('"') % 2 == 1
        found.append(Token(text[start:last], start, last, sentence, gap, depth > 0 or straight))
        end = last
    return found


def _abbreviated(found: list[Token], gap: str) -> bool:
    """Whether the full stop belongs to an abbreviation: «ул. Ленина», «д. 5»."""
    return gap.startswith(". ") and bool(found) and found[-1].word in SHORT


SHORT = around("tokens", "short")


def sentences(words: list[Token]) -> list[list[Token]]:
    """The words grouped by sentence."""
    edges = [n for n, (left, right) in enumerate(pairwise(words), 1) if left.sentence != right.sentence]
    return [words[start:end] for start, end in pairwise([0, *edges, len(words)])] if words else []

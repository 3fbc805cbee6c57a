"""Correct stretched («идиооот») and misspelt («скатина», «убъю») words if a rule knows the corrected word."""

import re
from collections.abc import Iterator

from veche.screening.phrases import initial
from veche.screening.rude_words import RUDE
from veche.screening.threat import VIOLENT
from veche.screening.wordlists import union

SHORTEST, LONGEST = 4, 24
_MEANT = union((*RUDE, *VIOLENT))
_REPEATED = re.compile(r"(.)\1+")
# Letters that sound alike when unstressed, and their substitutes.
_ALIKE = {"а": "о", "о": "а", "и": "е", "е": "и", "я": "е", "э": "е", "ъ": "ь", "ы": "и", "щ": "сч", "т": "д", "д": "т"}


def respelt(word: str) -> str:
    """The rude or violent word that a misspelt one stands for; any other word unchanged."""
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return word
    stretched = _REPEATED.search(word)
    if initial(word) and not (stretched and len(stretched[0]) > 2):
        return word
    return next((meant for meant in _readings(word) if meant != word and _MEANT.has(meant)), word)


def _readings(word: str) -> Iterator[str]:
    short = _REPEATED.sub(r"\1", word)
    yield short
    for at, letter in enumerate(short):
        if at and letter in _ALIKE:
            yield short[:at] + _ALIKE[letter] + short[at + 1 :]
    yield short[0] + short[1:].replace("а", "о")
    yield short[0] + short[1:].replace("и", "е")

"""Words of a text as registers need them: with positions, folded, look-alike Latin letters put back."""

import re
from dataclasses import dataclass

from veche.preflight.lookalikes import cyrillic_of
from veche.preflight.registers.declension import candidate_stems, folded
from veche.preflight.registers.pattern import WORD
from veche.preflight.words import table


@dataclass(frozen=True, slots=True)
class Token:
    """`low`: folded. `capital`: begins with a capital letter."""

    start: int
    end: int
    text: str
    low: str
    capital: bool

    @property
    def stems(self) -> tuple[str, ...]:
        return candidate_stems(self.low)


def tokens(text: str) -> list[Token]:
    return [_token(match) for match in WORD.finditer(text)]


def _token(match: re.Match[str]) -> Token:
    said = cyrillic_of(match.group()) or match.group()
    return Token(match.start(), match.end(), match.group(), folded(said), said[:1].isupper())


def cyrillic(low: str) -> str:
    """A folded Latin name in Cyrillic letters; other words as they are."""
    if not low.isascii() or not low.isalpha():
        return low
    for latin, letter in table("names")["latin"]:
        low = low.replace(latin, letter)
    return low

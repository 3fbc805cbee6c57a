"""Obscene words split into pieces by spaces: «пи зда»."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from veche.morphology.words import is_known
from veche.screening.dictionaries import around
from veche.screening.disguised_word import MOST, Reading
from veche.screening.memory import remembered
from veche.screening.obscene import obscene

_SHORT_WORDS = around("disguise", "short_words")
_LETTERS = re.compile("[а-я]+")


def split_words(text: str) -> Iterator[Reading]:
    """Adjacent pieces that are no words alone and an obscene word together: «пи зда», «бл ять», «ху йня»."""
    words = _LETTERS.findall(text)[: MOST * 10]
    broken = [n for n, word in enumerate(words) if is_fragment[word]]
    firsts = sorted({at for n in broken for at in (n - 1, n) if 0 <= at < len(words) - 1})
    joined = [(n, n + 1) for n in firsts if _joins(words[n], words[n + 1])]
    joined += [(n, n + size - 1) for n in firsts for size in (3, 4) if _joins_all(words[n : n + size], size)]
    if not joined:
        return
    places = [match.span() for match in islice(_LETTERS.finditer(text), len(words))]
    for first, last in joined:
        gaps = [text[places[n][1] : places[n + 1][0]] for n in range(first, last)]
        root = obscene("".join(words[first : last + 1]))
        if root and all(len(gap) < 3 and not gap.strip(" -_/\n|") for gap in gaps):
            yield Reading(places[first][0], places[last][1], root, "разорвано")


def _joins_all(parts: Sequence[str], size: int) -> bool:
    """Whether several short pieces are one obscene word: «за е ба ли»."""
    if len(parts) < size or any(len(part) > 3 for part in parts) or sum(map(len, parts)) < 5:
        return False
    root = obscene("".join(parts))
    return root is not None and root.score > 0.7


def _joins(left: str, right: str) -> bool:
    if len(left) + len(right) > 14 or obscene(right) or obscene(left):
        return False
    if right in _SHORT_WORDS and len(left) > 3:
        return False
    root = obscene(left + right)
    return root is not None and root.score > 0.7


# Words of the dictionary that are not written alone.
_PIECES = frozenset({"му", "ху", "хул", "ба", "бл", "ят"})


@remembered(20_000)
def is_fragment(word: str) -> bool:
    """Whether the word may be a piece of a split word."""
    if len(word) == 1:
        return word not in _SHORT_WORDS
    return word not in _SHORT_WORDS and len(word) <= 7 and (not is_known(word) or word in _PIECES)

"""Words of a text as terms of the index: lemmas, without case, accents and «ё».

A text has the lemmas of all readings that are not improbable, a search those of the likely ones. So «дороги» finds
«дорогой» («этой дорогой»), but not «дорогие друзья». Each two words that stand side by side in a text, words of nearly
every text aside, are a term too: a phrase in quotes asks for it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from veche.morphology.words import LONGEST, weighed_lemmas

# From which probability of a reading its lemma counts.
IN_TEXT, IN_QUESTION = 0.05, 0.3
CACHED = 50_000
# Raise it when a text has other terms than before: the index is then filled anew.
VERSION = 2
# Accents, soft hyphens, invisible joiners and marks of direction divide no word.
_WITHIN = "\u00ad\u0300-\u036f\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_WITHIN}])*")
_RUSSIAN = re.compile(r"[а-яё]+")

# Words that stand in nearly every text: prepositions, conjunctions, particles.
_STOP = """
а без более бы был была были было в во вот для до если же за и из или к как ко кто ли либо на над не ни но о об обо от
по под при про с со так также то тоже у уже что чтобы это я
"""
STOP = frozenset(_STOP.split())


class Word(NamedTuple):
    """`text[start:end]`, and how it is spelled in the index."""

    start: int
    end: int
    plain: str


def words_of(text: str) -> Iterator[Word]:
    for found in _WORD.finditer(text):
        if plain := _plain(found[0]):
            yield Word(found.start(), found.end(), plain)


def terms_of(texts: Iterable[str]) -> frozenset[str]:
    """All terms of the texts."""
    found = set[str]()
    for text in texts:
        before = frozenset[str]()
        for word in words_of(text):
            if word.plain not in STOP:
                own = in_text(word.plain)
                found |= own | pairs(before, own)
                before = own
    return frozenset(found)


def pairs(before: Iterable[str], after: Iterable[str]) -> set[str]:
    """Terms of two words side by side. Two colons: no word has one, and no mark has two."""
    return {f"{one}::{other}" for one in before for other in after}


def in_text(plain: str) -> frozenset[str]:
    """Terms under which a word of a text is found."""
    return _terms(plain)[0]


def in_question(plain: str) -> frozenset[str]:
    """Terms of which a text has one that a word of a question finds."""
    return _terms(plain)[1]


@lru_cache(maxsize=CACHED)
def _terms(plain: str) -> tuple[frozenset[str], frozenset[str]]:
    if not _RUSSIAN.fullmatch(plain):
        return frozenset([_folded(plain)]), frozenset([_folded(plain)])
    weighed = weighed_lemmas(plain)
    best = [lemma for lemma, _ in islice(weighed, 1)] or [plain]
    text, question = (
        frozenset(map(_folded, [*best, *(lemma for lemma, weight in weighed if weight >= least)]))
        for least in (IN_TEXT, IN_QUESTION)
    )
    return text, question


def _plain(word: str) -> str:
    """Lower case, composed, letters and digits alone; no longer than the dictionary's longest word."""
    if word.isascii():
        return word.lower()[:LONGEST]
    composed = unicodedata.normalize("NFKC", word).lower()
    return "".join(filter(str.isalnum, composed))[:LONGEST]


def _folded(lemma: str) -> str:
    return "".join(filter(str.isalnum, lemma.lower().replace("ё", "е")))

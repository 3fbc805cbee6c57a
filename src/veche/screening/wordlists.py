"""Lists of words from `data/`, and the grammar of single words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from veche.morphology.words import readings
from veche.screening.phrases import initial

REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class WordList:
    """Lemmas, and beginnings of words unknown to the dictionary."""

    lemmas: frozenset[str]
    heads: Mapping[str, tuple[str, ...]]

    def has(self, word: str) -> bool:
        """Whether a form, «е» for «ё», belongs to the list."""
        if word in self.lemmas or not self.lemmas.isdisjoint(initial(word)):
            return True
        return self.begins(word)

    def begins(self, word: str) -> bool:
        """Whether the list has a beginning of the word."""
        return word.startswith(self.heads.get(word[:2], ()))


def wordlist(lines: Iterable[str]) -> WordList:
    """A list of the words in `lines`, with `*` after a beginning."""
    words = " ".join(lines).replace("ё", "е").split()
    heads: dict[str, tuple[str, ...]] = {}
    for word in words:
        if word.endswith("*"):
            heads[word[:2]] = (*heads.get(word[:2], ()), word[:-1])
    return WordList(frozenset(word for word in words if not word.endswith("*")), heads)


def union(lists: Iterable[WordList]) -> WordList:
    """The union of all lists, to exclude words that are in none of them."""
    words, heads = set[str](), dict[str, tuple[str, ...]]()
    for one in lists:
        words |= one.lemmas
        for key, begun in one.heads.items():
            heads[key] = (*heads.get(key, ()), *begun)
    return WordList(frozenset(words), heads)


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a form may be, over all its readings."""

    parts: frozenset[str]
    cases: frozenset[str]
    plural: bool
    first_person: bool
    future: bool
    imperative: bool
    infinitive: bool
    short: bool
    animate: bool


@lru_cache(maxsize=REMEMBERED)
def grammar(word: str) -> Grammar:
    """The grammar of one form; unknown words are guessed."""
    found = readings(word)
    feats = [reading.feats for reading in found]
    return Grammar(
        frozenset(reading.pos for reading in found),
        frozenset(one["Case"] for one in feats if "Case" in one),
        any(one.get("Number") == "Plur" for one in feats),
        any(one.get("Person") == "1" for one in feats),
        any(one.get("Tense") == "Fut" or (one.get("Person") == "1" and one.get("Aspect") == "Perf") for one in feats),
        any(one.get("Mood") == "Imp" and one.get("Person") != "1" for one in feats),
        any(one.get("VerbForm") == "Inf" for one in feats),
        any(one.get("Variant") == "Short" for one in feats),
        any(
            reading.pos in {"NOUN", "PROPN"}
            and reading.feats.get("Animacy") == "Anim"
            and reading.feats.get("Case") == "Nom"
            for reading in found
            if reading.source == "dictionary"
        ),
    )

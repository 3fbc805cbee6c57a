"""The nouns that a comment asks about; two comments must share one to be the same question.

«Когда дадут воду» and «Когда дадут свет» differ in one word of three, and are two questions.
"""

from collections.abc import Sequence
from functools import lru_cache

from veche.morphology.words import readings
from veche.screening.dictionaries import around

# Nouns of times, places and addressees, which are not the subject of a question.
_BESIDE = around("asked_about", "beside")
_BETWEEN = frozenset({"ADJ", "DET", "NUM", "NOUN", "PROPN"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_TO_STREETS = frozenset({"на", "по"})


def asked_about(words: Sequence[str]) -> frozenset[str]:
    """Lemmas of the nouns that do not follow a preposition. `words`: in order, in lower case, «е» for «ё».

    «Почему нет воды на улице Мира» asks about «вода».
    """
    found = set[str]()
    led_in = False
    for word in words:
        part, lemmas = _noun(word)
        if part == "ADP":
            led_in = True
        elif part not in _BETWEEN:
            led_in = False
        elif lemmas and not led_in:
            found |= lemmas
    return frozenset(found - _BESIDE)


def without_streets(words: Sequence[str]) -> list[str]:
    """`words` without names of streets: «Мира» in «на Мира», «Школьной» in «на Школьной».

    All words if the text asks about nothing besides the street.
    """
    if not asked_about(words):
        return list(words)
    kept: list[str] = []
    led_in = False
    for place, word in enumerate(words):
        part, lemmas = _noun(word)
        led_in = word in _TO_STREETS or (led_in and part in _BETWEEN)
        following = _noun(words[place + 1])[0] if place + 1 < len(words) else ""
        stands_alone = part == "ADJ" and following not in _BETWEEN
        if not (led_in and (part == "PROPN" or stands_alone or (lemmas and _is_genitive(word)))):
            kept.append(word)
    return kept


def may_be_one(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether texts with these nouns may ask the same; a text without nouns may match any."""
    return not one or not other or not one.isdisjoint(other)


@lru_cache(maxsize=20_000)
def _noun(word: str) -> tuple[str, frozenset[str]]:
    """The likeliest part of speech, and the lemmas if it is a noun of the dictionary."""
    found = readings(word)
    if not found:
        return "", frozenset()
    nouns = (one for one in found if one.pos in _NOUNS and one.source == "dictionary")
    lemmas = frozenset(one.lemma.replace("ё", "е").lower() for one in nouns)
    return found[0].pos, lemmas if found[0].pos in _NOUNS else frozenset()


@lru_cache(maxsize=20_000)
def _is_genitive(word: str) -> bool:
    """Whether the word is in the genitive.

    No preposition of place takes it, so it names a street: «на Мира», «по Победы».
    """
    return readings(word)[0].feats.get("Case") == "Gen"

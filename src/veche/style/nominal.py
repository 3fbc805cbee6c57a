"""Recognise verbal nouns and names of bodies and places."""

from functools import cache

from veche.style.dictionary import table, words
from veche.style.text import Word

_ENDINGS = ("ание", "ение", "яние", "ытие", "итие", "ятие", "ация", "изация", "ирование", "ование")


@cache
def _verbal() -> frozenset[str]:
    known = table("nouns")
    return frozenset(noun.replace("ё", "е") for noun in [one[0] for one in known["verbs"]] + known["others"])


def is_verbal(word: Word) -> bool:
    """Whether the word is a noun of an action: «проверка», «проведение», «благоустройство»."""
    return word.pos == "NOUN" and is_action(word.lemma)


def is_action(noun: str) -> bool:
    if noun in words("nouns", "not_verbal"):
        return False
    return noun in _verbal() or (len(noun) > 6 and noun.endswith(_ENDINGS))


def is_empty(word: Word) -> bool:
    """Whether the noun is redundant before another verbal noun: «проведение проверки»."""
    return word.lemma in words("nouns", "empty")


def is_body(word: Word) -> bool:
    return word.lemma in words("bodies", "heads")


def is_place(word: Word) -> bool:
    return word.lemma in words("bodies", "places")


def is_name(word: Word, *, first: bool) -> bool:
    """Whether the word is a proper name: capitalised within a sentence, or a name in the dictionary."""
    return word.pos == "PROPN" or (not first and word.text[:1].isupper()) or word.text.isupper()

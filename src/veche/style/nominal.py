"""Verbal nouns and the names of bodies and places."""

from functools import cache

from veche.style.dictionary import table, words
from veche.style.text import Word

_ENDINGS = ("ание", "ение", "яние", "ытие", "итие", "ятие", "ация", "изация", "ирование", "ование")


@cache
def _verbal() -> frozenset[str]:
    known = table("nouns")
    return frozenset(noun.replace("ё", "е") for noun in [one[0] for one in known["verbs"]] + known["others"])


def is_verbal(word: Word) -> bool:
    """A deed said by a noun: «проверка», «проведение», «благоустройство»."""
    return word.pos == "NOUN" and says_deed(word.lemma)


def says_deed(noun: str) -> bool:
    if noun in words("nouns", "not_verbal"):
        return False
    return noun in _verbal() or (len(noun) > 6 and noun.endswith(_ENDINGS))


def is_empty(word: Word) -> bool:
    """A noun that another verbal noun can do without: «проведение проверки»."""
    return word.lemma in words("nouns", "empty")


def is_body(word: Word) -> bool:
    return word.lemma in words("bodies", "heads")


def is_place(word: Word) -> bool:
    return word.lemma in words("bodies", "places")


def is_name(word: Word, *, first: bool) -> bool:
    """A proper name: a capital in the midst of a sentence, or a name that the dictionary knows."""
    return word.pos == "PROPN" or (not first and word.text[:1].isupper()) or word.text.isupper()

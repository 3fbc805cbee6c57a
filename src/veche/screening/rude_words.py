"""Humiliating words, classified by how much they need a person nearby."""

from enum import IntEnum
from functools import lru_cache

from veche.morphology.words import readings
from veche.screening.dictionaries import data
from veche.screening.wordlists import grammar, wordlist

_LISTS = {name: wordlist(groups.values()) for name, groups in data("insult_words").items()}
RUDE = tuple(_LISTS[name] for name in ("hard", "soft", "beast", "quality"))
PERSON, WORSE = _LISTS["person"], _LISTS["worse"]
REMEMBERED = 50_000


class Word(IntEnum):
    """Classes of humiliating words; `data/insult_words.toml` describes them."""

    NONE = 0
    HARD = 1
    SOFT = 2
    BEAST = 3
    QUALITY = 4


_CLASSES = {"hard": Word.HARD, "soft": Word.SOFT, "beast": Word.BEAST, "quality": Word.QUALITY}


@lru_cache(maxsize=REMEMBERED)
def word_class(word: str) -> Word:
    """The class of a form by the lists."""
    if len(word) < 3:
        return Word.NONE
    kind = next((kind for name, kind in _CLASSES.items() if _LISTS[name].has(word)), Word.NONE)
    # «Тупо», «больное»: neuter forms are not said of people.
    return Word.NONE if kind is Word.QUALITY and word.endswith(("о", "ое", "ее")) else kind


@lru_cache(maxsize=REMEMBERED)
def is_nominative(word: str) -> bool:
    """Whether the rude word is in the nominative; not a surname that looks like it («депутат Козлов»)."""
    own = grammar(word)
    if own.short or not own.cases:
        return True
    rude = frozenset().union(*(words.lemmas for words in RUDE))
    known = [reading for reading in readings(word) if reading.lemma.replace("ё", "е") in rude]
    return any(reading.feats.get("Case") == "Nom" for reading in known) if known else "Nom" in own.cases


@lru_cache(maxsize=REMEMBERED)
def is_person(word: str) -> bool:
    """Whether the word is a person: by the list, or an animate noun in the nominative that is no
    animal of the lists.
    """
    own = grammar(word)
    if "Nom" not in own.cases:
        return False
    return PERSON.has(word) or (own.animate and word_class(word) is Word.NONE)

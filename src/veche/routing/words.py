"""Words of a comment with their lemmas; misspelt ones get the lemmas of the word that was meant."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from veche.morphology.words import Reading, forms, is_known, lemmas, readings

# Words and numbers; «+» and «№» tell nothing, a sign that ends a clause does.
# «4-й», «15-ой» are numbers.
_TOKEN = re.compile(r"\d+(?:-[а-яё]{1,3}(?![\w-]))?|[^\W\d_]+(?:-[^\W\d_]+)*|[.,!?;:()«»\"]", re.IGNORECASE)
_ENDS = frozenset(".!?;:()")
# Readings less probable than this are accidents of the dictionary: «дали» as «даль».
_PROBABLE = 0.1
_SHORTEST = 4
# From these lengths one letter may be missing or superfluous, or changed.
_ONE_OFF = 5
_ONE_CHANGED = 7
# Letters that sound alike where they are not stressed, and letters that people leave out.
_ALIKE = str.maketrans({"о": "а", "е": "и", "я": "и", "э": "и", "ы": "и", "ё": "и", "ъ": None, "ь": None, "щ": "ш"})
_DOUBLED = re.compile(r"(.)\1+")
_NOT = frozenset({"не", "ни"})


@dataclass(frozen=True, slots=True)
class Word:
    """`keys`: the form and its lemmas, lower case, «е» for «ё». `clause`: the number of its clause.

    `negated`: «не» stands before it. `stopped`: a sign follows, a comma too. `raw`: as written, at `start` of the text.
    """

    form: str
    raw: str
    start: int
    clause: int
    keys: frozenset[str]
    negated: bool = False
    stopped: bool = False

    @property
    def is_number(self) -> bool:
        return self.form.isdigit()


def small(text: str) -> str:
    """Lower case with «е» for «ё»."""
    return text.lower().replace("ё", "е")


@lru_cache(maxsize=20_000)
def lemmas_of(form: str) -> frozenset[str]:
    """The probable lemmas of a form, guessed ones for an unknown form."""
    found = frozenset(small(one.lemma) for one in readings(form) if one.prob >= _PROBABLE)
    return found or frozenset(small(one.lemma) for one in readings(form)[:1])


@lru_cache(maxsize=20_000)
def grammar(form: str) -> tuple[Reading, ...]:
    """The probable readings of a form."""
    return tuple(one for one in readings(form) if one.prob >= _PROBABLE)


class Speller:
    """Find the word that a misspelt one stands for, among the words that a routing knows."""

    def __init__(self, known: Iterable[str]) -> None:
        self._by_sound: dict[str, frozenset[str]] = {}
        self._by_gap: dict[str, frozenset[str]] = {}
        for lemma in set(known):
            if len(lemma) >= _SHORTEST:
                self._add(lemma)

    def _add(self, lemma: str) -> None:
        alone = frozenset({lemma})
        for form in _forms(lemma):
            sound = _sound(form)
            _index(self._by_sound, sound, alone)
            if len(form) >= _ONE_OFF:
                for gap in _gaps(sound):
                    _index(self._by_gap, gap, alone)

    def meant(self, form: str) -> frozenset[str]:
        """Lemmas that the form may stand for; none for a word that the dictionary knows as a common word."""
        if len(form) < _SHORTEST or _is_common(form):
            return frozenset()
        sound = _sound(form)
        exact = self._by_sound.get(sound)
        if exact is not None or len(form) < _ONE_OFF:
            return frozenset(exact or ())
        near: set[str] = set(self._by_gap.get(sound, ()))
        for gap in _gaps(sound):
            near |= self._by_sound.get(gap, frozenset())
            near |= self._by_gap.get(gap, frozenset()) if len(form) >= _ONE_CHANGED else frozenset()
        return frozenset(near)


def _index(spellings: dict[str, frozenset[str]], spelling: str, lemma: frozenset[str]) -> None:
    """Nearly all of 140,000 spellings have one lemma, so they share its set: a set for each took 29 MB."""
    known = spellings.get(spelling, lemma)
    spellings[spelling] = known if lemma <= known else known | lemma


def words_of(text: str, speller: Speller) -> list[Word]:
    """The words and numbers of a text, in order."""
    found: list[Word] = []
    clause = 0
    before = ""
    for match in _TOKEN.finditer(text):
        form = small(match[0]).partition("-")[0] if match[0][0].isdigit() else small(match[0])
        if not form[0].isalnum():
            clause += form in _ENDS
            before = ""
            if found:
                found[-1] = replace(found[-1], stopped=True)
            continue
        keys = frozenset({form}) if form.isdigit() else frozenset({form}) | lemmas_of(form) | speller.meant(form)
        found.append(Word(form, match[0], match.start(), clause, keys, negated=before in _NOT))
        before = form
    return found


@lru_cache(maxsize=5_000)
def _forms(lemma: str) -> frozenset[str]:
    return frozenset(small(form) for form in forms(lemma))


@lru_cache(maxsize=20_000)
def _is_common(form: str) -> bool:
    """Whether the dictionary has the form as more than a rare name: «вада» is one."""
    if not is_known(form):
        return False
    return any(one.pos != "PROPN" for one in readings(form)) or not lemmas(form)


def _sound(form: str) -> str:
    """How a form sounds, roughly: two spellings that people confuse have one."""
    plain = form.replace("тся", "ца").replace("ться", "ца")
    return _DOUBLED.sub(r"\1", plain.translate(_ALIKE))


def _gaps(sound: str) -> set[str]:
    """The word without each of its letters but the first."""
    return {sound[:at] + sound[at + 1 :] for at in range(1, len(sound))}

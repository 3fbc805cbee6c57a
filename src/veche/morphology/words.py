"""Forms of Russian words: the only module that uses the morphology library (ADR 0010 explains the choice).

Features have the names of Universal Dependencies: Case, Number, Gender, Tense, Mood, Person, Voice, VerbForm, Variant.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

from rumorph import Analysis, Analyzer, FormNotFoundError

from veche.kernel.mapped_memory import release_clean_pages

# Has `.lemma`, `.pos` (NOUN, VERB, …), `.feats` (a dict), `.prob` (0…1) and `.source` (dictionary, rule, guess).
type Reading = Analysis

# Readings are large objects: code that needs more than a few thousand words caches its own results.
READ = 5_000
# Looking up an unknown word takes half a millisecond; no known word is longer than `LONGEST`.
KNOWN, LONGEST = 20_000, 64


@cache
def _analyzer() -> Analyzer:
    """Open the dictionary and release its memory: opening reads all 16 MB, while a day's words need ten."""
    opened = Analyzer()
    release_clean_pages(opened.path)
    return opened


def is_known(word: str) -> bool:
    """Whether the dictionary has this form."""
    return len(word) <= LONGEST and _is_known(word)


@lru_cache(maxsize=KNOWN)
def _is_known(word: str) -> bool:
    return bool(_analyzer().is_known(word))


@lru_cache(maxsize=READ)
def readings(word: str) -> tuple[Reading, ...]:
    """All readings of a single word, the likeliest first; empty for spaces and invisible characters."""
    return tuple(_analyzer().analyze(word))


def lemmas(word: str) -> frozenset[str]:
    """The lemmas that the dictionary gives for this word; empty for an unknown word."""
    return frozenset([reading.lemma for reading in _analyzer().analyze(word) if reading.source == "dictionary"])


def in_sentence(words: Sequence[str]) -> list[Reading | None]:
    """The reading that fits its neighbours for each token of one sentence; None if the token is no word."""
    return [found[0] if found else None for found in _analyzer().analyze_sentence(words)]


def inflected(reading: Reading, **feats: str) -> str | None:
    """The form with these features; others are kept where possible. None if the dictionary has no such form."""
    try:
        form = str(reading.inflect(**feats))
    except FormNotFoundError:
        return None
    return form if is_known(form) else None


def weighed_lemmas(word: str) -> tuple[tuple[str, float], ...]:
    """Lemmas of a word, guessed for an unknown one, with the probability of each, the likeliest first. Not cached."""
    weights: dict[str, float] = {}
    for reading in _analyzer().analyze(word):
        weights[reading.lemma] = weights.get(reading.lemma, 0.0) + reading.prob
    return tuple(sorted(weights.items(), key=lambda one: (-one[1], one[0])))


def forms(lemma: str) -> frozenset[str]:
    """All forms of a dictionary word that have this lemma, the lemma included. Not cached."""
    found = {lemma}
    for reading in _analyzer().analyze(lemma):
        if reading.source == "dictionary" and reading.lemma.replace("ё", "е") == lemma.replace("ё", "е"):
            found.update(str(form.word) for form in reading.forms())
    return frozenset(found)

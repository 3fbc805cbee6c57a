"""Forms of Russian words: the only place that knows the library behind them (ADR 0010 says why this one).

Features carry the names of Universal Dependencies: Case, Number, Gender, Tense, Mood, Person, Voice, VerbForm, Variant.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

from rumorph import Analysis, Analyzer, FormNotFoundError

from veche.kernel.mapped_memory import release_clean_pages

# With `.lemma`, `.pos` (NOUN, VERB, …), `.feats` (a dict), `.prob` (0…1) and `.source` (dictionary, rule, guess).
type Reading = Analysis

# Whole readings are large: who asks for more than a few thousand words remembers what it made of them.
READ = 5_000
# A look for a word that is not there takes half a millisecond; none that is there is longer.
KNOWN, LONGEST = 20_000, 64


@cache
def _analyzer() -> Analyzer:
    """It reads its whole dictionary through when it opens it, 16 MB, of which a day's words need ten."""
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
    """Every reading of one word by itself, the likeliest first; empty for spaces and invisible characters."""
    return tuple(_analyzer().analyze(word))


def lemmas(word: str) -> frozenset[str]:
    """The initial forms that the dictionary gives this word; empty for a word it does not have."""
    return frozenset([reading.lemma for reading in _analyzer().analyze(word) if reading.source == "dictionary"])


def in_sentence(words: Sequence[str]) -> list[Reading | None]:
    """The reading that fits the neighbours, for each token of one sentence; None for what is no word at all."""
    return [found[0] if found else None for found in _analyzer().analyze_sentence(words)]


def inflected(reading: Reading, **feats: str) -> str | None:
    """The form with these features, or None when the dictionary has none; other features stay where they can."""
    try:
        form = str(reading.inflect(**feats))
    except FormNotFoundError:
        return None
    return form if is_known(form) else None

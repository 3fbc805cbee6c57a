"""Whether one word is obscene: a root matches it, and the dictionary does not know it as a decent word."""

import re
from dataclasses import dataclass
from functools import lru_cache

from veche.morphology.words import is_known, lemmas
from veche.screening.dictionaries import data

REMEMBERED = 50_000
LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Root:
    name: str
    score: float
    pattern: re.Pattern[str]
    sure: bool = False


_DATA = data("obscene")
_PREFIXES: str = _DATA["prefixes"]


def _roots(kind: str) -> tuple[Root, ...]:
    return tuple(
        Root(one["name"], one["score"], re.compile(one["pattern"].replace("{P}", _PREFIXES), re.DOTALL), "sure" in one)
        for one in _DATA[kind]
    )


# Roots of words that are only said of people.
HUMILIATING = frozenset({"долбо-б", "пидор-"})
RUSSIAN, LATIN = _roots("root"), _roots("latin")
# Parts that every obscene word contains: most words are excluded by this check.
_CORE = re.compile(
    r"ху|п[иеы]?с?з[дж]|п[ие][зс]тец|пизе?ц|йух|[пс]д|бл|[еиоя]б|[еио]п(?:а[нтл]|уч|и[сщ]|о?к)|муд|мдак|манд|залуп"
    r"|п[иеэ]д|хй|ёб|[ео]пт?а?твою|^(?:нах|пох)$|мля"
)
_LATIN_CORE = re.compile(r"[hx][uy]|p[ie]?[z3]d|pisd|bl|e[b6]|ob|mud|pid|zalup|fuck|6l")
# Prefixes after which the rest is looked up in the dictionary.
_PREFIX, _LONG_ENOUGH = re.compile("^(?:под|пере|до|при)"), 6
_REPEATED = re.compile(r"(.)\1+")


@lru_cache(maxsize=REMEMBERED)
def obscene(word: str) -> Root | None:
    """The obscene root of a word in lower case with «е» for «ё»; None for a decent word."""
    if len(word) > LONGEST_WORD:
        return None
    short = _REPEATED.sub(r"\1", word) if _REPEATED.search(word) else word
    if not _CORE.search(short):
        return None
    root = _fits(short, RUSSIAN) or (_fits(word, RUSSIAN) if word != short else None)
    if root is None or root.sure:
        return root
    return None if _decent(word) or _decent(short) else root


@lru_cache(maxsize=REMEMBERED)
def obscene_latin(word: str) -> Root | None:
    """The same for a word in Latin letters, by sound."""
    if not _LATIN_CORE.search(word) or len(word) > LONGEST_WORD:
        return None
    return _fits(_REPEATED.sub(r"\1", word), LATIN)


def _decent(word: str) -> bool:
    """Whether the dictionary knows the word, or its rest after a prefix: «подстрахуюсь» by «страхуюсь»."""
    if not is_known(word):
        bare = _PREFIX.sub("", word)
        return bare != word and len(bare) >= _LONG_ENOUGH and _decent(bare)
    return not any(_fits(lemma.replace("ё", "е"), RUSSIAN) for lemma in lemmas(word))


def _fits(word: str, roots: tuple[Root, ...]) -> Root | None:
    return next((root for root in roots if root.pattern.fullmatch(word)), None)


def _forms() -> dict[str, str]:
    """Forms for masked words by first letter, one per line."""
    by_letter: dict[str, set[str]] = {}
    for line in _DATA["masked"]["forms"]:
        for part in line.replace("ё", "е").split("|"):
            for form in _expand(part):
                by_letter.setdefault(form[0], set()).add(form)
    return {letter: "\n".join(sorted(forms)) for letter, forms in by_letter.items()}


def _expand(part: str) -> list[str]:
    """Expand «основа·окончания через пробел», or a list of plain words."""
    if "·" not in part:
        return part.split()
    stem, endings = part.split("·")
    return [stem + ending for ending in endings.split()]


FORMS = _forms()

"""Humiliating and threatening words with separated or masked letters: «у р о д ы», «т.в.а.р.и», «д*билы».

`disguise` does the same for obscenities, which have more ways of disguise.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from veche.screening.dictionaries import data
from veche.screening.hits import Hit
from veche.screening.rude_words import Word, word_class
from veche.screening.threat import violent
from veche.screening.wordlists import grammar

MOST = 40
_APART = re.compile(r"(?<![а-яa-z0-9])[а-я](?:[ .\-_*]{1,2}[а-я]){3,14}(?![а-яa-z0-9])")
_HIDDEN = re.compile(r"(?<![а-я\w*])[а-я]{1,8}[*#@$%&_•^~]{1,3}[а-я]{1,12}(?![а-я*])")
_SIGNS = re.compile(r"[*#@$%&_•^~]")


def spaced_words(text: str) -> Iterator[Hit]:
    """Hits in a folded text."""
    for match in islice(_APART.finditer(text), MOST):
        word = re.sub(r"[^а-я]", "", match[0])
        # «Вы и у р о д ы»: up to two one-letter words may precede.
        yield from next((found for cut in range(3) if (found := list(_of(word[cut:], match)))), [])
    for match in islice(_HIDDEN.finditer(text), MOST):
        if word := _behind(match[0]):
            yield from _of(word, match)


def _of(word: str, match: re.Match[str]) -> Iterator[Hit]:
    if word_class(word) is Word.HARD:
        why = f"слово, которым унижают, спрятано: «{word}»"
        yield Hit("insult", *match.span(), "insult-hidden", why, 0.75)
    elif violent(word) == 2 and grammar(word).first_person:
        yield Hit("threat", *match.span(), "threat-hidden", f"обещание насилия спрятано: «{word}»", 0.65)


@lru_cache(maxsize=10_000)
def _behind(masked: str) -> str:
    """The humiliating word behind the signs, each of which hides one letter or none; "" if there is none."""
    bare = _SIGNS.sub("", masked)
    if word_class(bare) is Word.HARD:
        return bare
    hidden = _SIGNS.sub("*", masked)
    for stem in _stems(hidden[0]):
        told = sum(seen == meant for seen, meant in zip(hidden, stem, strict=False))
        word = stem + hidden[len(stem) :]
        if len(hidden) >= len(stem) and told >= 3 and _fits(hidden, stem) and word_class(word) is Word.HARD:
            return word
    return ""


def _fits(hidden: str, stem: str) -> bool:
    return all(seen in ("*", meant) for seen, meant in zip(hidden, stem, strict=False))


@lru_cache(maxsize=40)
def _stems(letter: str) -> tuple[str, ...]:
    """Stems of the humiliating words that begin with this letter."""
    words = " ".join(data("insult_words")["hard"].values()).replace("ё", "е").split()
    stems = {word[: max(4, len(word) - 2)].removesuffix("*") for word in words}
    return tuple(sorted(stem for stem in stems if stem.startswith(letter) and len(stem) > 3))

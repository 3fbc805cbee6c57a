"""Obscene words joined to other words: «вотблять», «пошелнахуй»."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from veche.morphology.words import is_known
from veche.screening.disguised_word import MOST, Reading
from veche.screening.obscene import FORMS, Root, obscene

SHORTEST, LONGEST = 6, 24
_WORD = re.compile(rf"[а-я]{{{SHORTEST},{LONGEST}}}")
# Without one of these a text has no such word: one search instead of checking each word.
_CORE = re.compile(r"ху[йеяюли]|пизд|бля|[её]б[аулнеиыт]")
_BEGINNING = re.compile("ху[йеяю]|хули|наху|поху|охуе|пизд|бля|заеб|уеб|еб(?:а[нтл]|уч|ись)")
_KNOWN_FORMS = frozenset("\n".join(FORMS.values()).split())


def run_together(text: str) -> Iterator[Reading]:
    """Readings in a folded text."""
    if not _CORE.search(text):
        return
    for match in islice(_WORD.finditer(text), MOST * 20):
        word = match[0]
        if _CORE.search(word, 2) and not obscene(word) and (root := _glued(word)):
            yield Reading(*match.span(), root, "слитно с другим")


@lru_cache(maxsize=20_000)
def _glued(word: str) -> Root | None:
    """The root if the word is a dictionary word followed by an obscene one without a space."""
    if is_known(word):
        return None
    for cut in range(2, len(word) - 2):
        plain = _BEGINNING.match(word, cut) or (len(word) - cut > 3 and word[cut:] in _KNOWN_FORMS)
        if plain and (root := obscene(word[cut:])) and is_known(word[:cut]):
            return root
    return None

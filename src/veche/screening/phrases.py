"""Set phrases over words, and the matcher that finds them.

An element of a phrase is `слово` (this form, «е» for «ё»), `начал*` (any word with this beginning), `{лемма}` (any form
of it), `@КЛАСС` (a named set), or several of them joined by `|`; `?` after it: optional; `..`: up to three other words.
A phrase stays inside one sentence; punctuation between its words does not matter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from veche.morphology.words import is_known, lemmas
from veche.screening.dictionaries import around

GAP = 3
REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Element:
    """What one word of a phrase may be. `gap`: no word, but up to `GAP` of any."""

    words: frozenset[str] = frozenset()
    heads: tuple[str, ...] = ()
    lemmas: frozenset[str] = frozenset()
    optional: bool = False
    gap: bool = False

    def fits(self, word: str) -> bool:
        if word in self.words or (self.heads and word.startswith(self.heads)):
            return True
        return bool(self.lemmas) and not self.lemmas.isdisjoint(initial(word))


_GAP = Element(gap=True)
_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=REMEMBERED)
def initial(word: str) -> frozenset[str]:
    """The lemmas that the dictionary has for the word, «е» for «ё»."""
    found = lemmas(word) if is_known(word) else _NONE
    return frozenset([lemma.replace("ё", "е") for lemma in found]) if "ё" in "".join(found) else found


@dataclass(frozen=True, slots=True)
class Phrase:
    """`anchor`: the rarest element, searched first; `before` it, the nearest first, and `after` it."""

    before: tuple[Element, ...]
    anchor: Element
    after: tuple[Element, ...]

    def at(self, words: Sequence[str], place: int) -> tuple[int, int] | None:
        """First and last index in `words` if the anchor stands at `place`, or None."""
        last = _along(self.after, 0, words, place, 1)
        if last is None:
            return None
        first = _along(self.before, 0, words, place, -1)
        return None if first is None else (first, last)


def _along(elements: Sequence[Element], done: int, words: Sequence[str], place: int, step: int) -> int | None:
    """Index of the last word matched by the elements from `done` on, in one direction from `place`."""
    if done == len(elements):
        return place
    element = elements[done]
    if element.gap:
        reach = (
            _along(elements, done + 1, words, place + step * skipped, step)
            for skipped in range(GAP + 1)
            if 0 <= place + step * skipped < len(words)
        )
        return next((found for found in reach if found is not None), None)
    following = place + step
    if 0 <= following < len(words) and element.fits(words[following]):
        found = _along(elements, done + 1, words, following, step)
        if found is not None:
            return found
    return _along(elements, done + 1, words, place, step) if element.optional else None


def phrase(said: str, classes: Mapping[str, str]) -> Phrase:
    """Compile one phrase. `classes`: the named sets in the same notation."""
    elements = tuple(_element(part, classes) for part in said.split())
    sure = [n for n, one in enumerate(elements) if not (one.optional or one.gap)]
    at = min(sure, key=lambda n: _how_common(elements[n]))
    return Phrase(elements[:at][::-1], elements[at], elements[at + 1 :])


def _how_common(element: Element) -> tuple[int, int]:
    """How many common words an element matches, and its number of alternatives."""
    everyday = sum(
        1 + 9 * (len(word) < 3) for word in EVERYDAY if word in element.words or word.startswith(element.heads)
    )
    return everyday, len(element.words) + len(element.heads) + len(element.lemmas)


def _element(part: str, classes: Mapping[str, str]) -> Element:
    if part == "..":
        return _GAP
    optional, part = part.endswith("?"), part.removesuffix("?")
    choices = [
        choice for one in part.split("|") for choice in (classes[one[1:]].split() if one.startswith("@") else [one])
    ]
    return _element_of(tuple(choices), optional)


@lru_cache(maxsize=64)
def _element_of(choices: Sequence[str], optional: bool) -> Element:
    """Cached, because half of all elements occur in several phrases."""
    return Element(
        words=frozenset(one for one in choices if one[-1] != "*" and one[0] != "{") or _NONE,
        heads=tuple(one[:-1] for one in choices if one[-1] == "*"),
        lemmas=frozenset(one[1:-1] for one in choices if one[0] == "{") or _NONE,
        optional=optional,
    )


# The most common words of comments: they are anchors only of phrases without rarer words.
EVERYDAY = around("phrases", "everyday")


class Index[T]:
    """Phrases by their anchors."""

    def __init__(self, phrases: Sequence[tuple[Phrase, T]]) -> None:
        self._exact: dict[str, list[tuple[Phrase, T]]] = {}
        self._lemmas: dict[str, list[tuple[Phrase, T]]] = {}
        self._heads: dict[str, list[tuple[str, tuple[Phrase, T]]]] = {}
        for one in phrases:
            anchor = one[0].anchor
            for word in anchor.words:
                self._exact.setdefault(word, []).append(one)
            for lemma in anchor.lemmas:
                self._lemmas.setdefault(lemma, []).append(one)
            for head in anchor.heads:
                self._heads.setdefault(head[:2], []).append((head, one))

    def beginnings(self) -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
        """Words and lemmas, and beginnings by their first two letters, that any anchor matches."""
        heads = {key: tuple({head for head, _one in found}) for key, found in self._heads.items()}
        return frozenset(self._exact) | frozenset(self._lemmas), heads

    def of(self, word: str) -> tuple[tuple[Phrase, T], ...]:
        """The phrases whose anchor may match this word."""
        found = [*self._exact.get(word, ())]
        found += [one for lemma in initial(word) for one in self._lemmas.get(lemma, ())]
        found += [one for head, one in self._heads.get(word[:2], ()) if word.startswith(head)]
        return tuple(found)

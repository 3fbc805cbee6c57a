"""Set phrases found in one pass: a tree of words, where «[слово]» stands for any form of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from veche.morphology.words import lemmas, readings
from veche.style.report import Severity
from veche.style.text import Word, plain

_END = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase of a dictionary. `plain`: what to say instead. `when` names a condition in `conditions.py`, `rewrite` a
    way in `rewrite.py`."""

    phrase: str
    plain: str
    rule: str
    why: str
    severity: Severity = "warning"
    when: str = ""
    rewrite: str = ""


class Phrases:
    """A phrase is as many tokens as its words. Of two that begin at one place the longer is found."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._tree: dict[str, Any] = {}
        for entry in entries:
            node = self._tree
            for token in entry.phrase.split():
                node = node.setdefault(plain(token), {})
            node.setdefault(_END, []).append(entry)

    def at(self, words: Sequence[Word], first: int) -> list[tuple[int, Entry]]:
        """(past the last word, entry) of every phrase that begins here, longest first."""
        found: list[tuple[int, Entry]] = []
        for key in _keys(words[first].text):
            node = self._tree.get(key)
            if node is not None:
                # Among the readings of a single word the sentence decides.
                lonely = key[0] != "[" or key == f"[{words[first].lemma}]"
                _walk(node, words, first + 1, found, lonely=lonely)
        if len(found) > 1:
            found.sort(key=lambda one: -one[0])
        return found


def _walk(
    node: dict[str, Any], words: Sequence[Word], at: int, found: list[tuple[int, Entry]], *, lonely: bool = True
) -> None:
    if _END in node and lonely:
        found.extend((at, entry) for entry in node[_END])
    if at < len(words):
        for key in _keys(words[at].text):
            if key in node:
                _walk(node[key], words, at + 1, found)


@lru_cache(maxsize=50_000)
def _keys(word: str) -> tuple[str, ...]:
    """The form itself and each word it may be a form of."""
    known = lemmas(word) or {reading.lemma for reading in readings(word)[:1]}
    return (plain(word), *sorted({f"[{plain(lemma)}]" for lemma in known}))

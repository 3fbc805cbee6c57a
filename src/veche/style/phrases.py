"""Find set phrases in one pass by a trie of words, where «[слово]» matches any form."""

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
    """A phrase of a dictionary.

    `plain`: the suggested words. `when`: name of a condition in `conditions.py`; `rewrite`: name of a method in
    `rewrite.py`.
    """

    phrase: str
    plain: str
    rule: str
    why: str
    severity: Severity = "warning"
    when: str = ""
    rewrite: str = ""


class Phrases:
    """A set of phrases; each word of a phrase matches one token. The longer of two with one beginning comes first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._tree: dict[str, Any] = {}
        for entry in entries:
            node = self._tree
            for token in entry.phrase.split():
                node = node.setdefault(plain(token), {})
            node.setdefault(_END, []).append(entry)

    def at(self, words: Sequence[Word], first: int) -> list[tuple[int, Entry]]:
        """(index after the last word, entry) of each phrase that begins here, longest first."""
        found: list[tuple[int, Entry]] = []
        for key in _keys(words[first].text):
            node = self._tree.get(key)
            if node is not None:
                # A phrase of one word must match the reading chosen for the sentence.
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
    """The form itself and each lemma that it may belong to."""
    known = lemmas(word) or {reading.lemma for reading in readings(word)[:1]}
    return (plain(word), *sorted({f"[{plain(lemma)}]" for lemma in known}))

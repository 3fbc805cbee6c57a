"""Set phrases found in one pass: a tree of words, where «[слово]» stands for any form of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from veche.morphology.words import lemmas
from veche.style.text import Word, plain

type Entry = Mapping[str, Any]
_END = ""


class Phrases:
    def __init__(self, entries: Sequence[Entry]) -> None:
        self.tree: dict[str, Any] = {}
        for entry in entries:
            for phrase in _variants(entry["phrase"]):
                node = self.tree
                for token in phrase.split():
                    node = node.setdefault(_key(token), {})
                node[_END] = entry

    def find(self, words: Sequence[Word]) -> Iterator[tuple[int, int, Entry]]:
        """(first, past the last, entry) for the longest phrase at each place; they do not overlap."""
        at = 0
        while at < len(words):
            found = _longest(self.tree, words, at)
            if found is None:
                at += 1
                continue
            yield at, found[0], found[1]
            at = found[0]


def _variants(phrase: str | list[str]) -> list[str]:
    return [phrase] if isinstance(phrase, str) else phrase


def _key(token: str) -> str:
    return plain(token)


def _longest(node: Mapping[str, Any], words: Sequence[Word], at: int) -> tuple[int, Entry] | None:
    best = (at, node[_END]) if _END in node else None
    if at >= len(words):
        return best
    word = words[at]
    for key in (word.low, *_any_form(word)):
        if key in node and (found := _longest(node[key], words, at + 1)) and (best is None or found[0] > best[0]):
            best = found
    return best


def _any_form(word: Word) -> set[str]:
    return {f"[{word.lemma}]"} | {f"[{plain(lemma)}]" for lemma in lemmas(word.text)}

"""Lists of words and phrases, written as lemmas, found in a comment."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from veche.routing.words import Word, grammar, small

# How far apart the parts of a phrase may stand.
REACH = 4
# A word after «у», «возле», «за» says where, not what.
BESIDE = 0.3
# «Верните дискотеки в парк»: less about the park than about what is in it.
INSIDE = 0.7
_INSIDE = frozenset({"в", "во", "на", "по"})
_WHERE = frozenset(
    {"у", "возле", "около", "напротив", "рядом", "за", "перед", "над", "под", "до", "от", "мимо", "вокруг", "к",
     "между", "вдоль", "через", "после"}
)  # fmt: skip
_WHERE_REACH = 3
_WITH_ACCUSATIVE = frozenset({"за", "под", "через"})
# How far a verb of going stands from where one goes.
_WAY_REACH = 3
# «за водой» is no place, but «у нас», «к нам» leads nowhere either.
_US = frozenset({"нас", "нам", "вас", "вам", "меня", "мне"})


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found: its words in order, and the word of the comment that begins it."""

    entry: tuple[str, ...]
    word: Word

    @property
    def is_phrase(self) -> bool:
        return len(self.entry) > 1


class Lexicon:
    """Entries found by their first word. «+» before a word: only without «не»."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._positive: set[tuple[str, ...]] = set()
        self._by_word: dict[str, list[tuple[str, ...]]] = {}
        for line in entries:
            parts = tuple(small(line).lstrip("+").split())
            if line.startswith("+"):
                self._positive.add(parts)
            for part in set(parts):
                self._by_word.setdefault(part, []).append(parts)

    @property
    def words(self) -> Iterator[str]:
        """Every word of every entry, for the speller."""
        return iter(self._by_word)

    def hits(self, words: Sequence[Word]) -> list[Hit]:
        """Each entry once, where it first stands."""
        found: dict[tuple[str, ...], Hit] = {}
        for place, word in enumerate(words):
            for key in word.keys:
                for entry in self._by_word.get(key, ()):
                    if entry not in found and self._stands(entry, words, place):
                        found[entry] = Hit(entry, word)
        return list(found.values())

    def has(self, words: Sequence[Word]) -> bool:
        """Whether any entry stands there."""
        return bool(self.hits(words))

    def _stands(self, entry: tuple[str, ...], words: Sequence[Word], place: int) -> bool:
        if entry in self._positive and words[place].negated:
            return False
        near = words[place : place + REACH]
        return len(entry) == 1 or _has_parts(entry, near)


def _has_parts(entry: tuple[str, ...], near: Sequence[Word]) -> bool:
    """Whether different words within reach, the first of them included, are the parts of a phrase, in any order."""
    left = list(entry)
    if not any(part in near[0].keys for part in left):
        return False
    for word in near:
        part = next((part for part in left if part in word.keys), None)
        if part is not None:
            left.remove(part)
    return not left


def weight_of_place(words: Sequence[Word], word: Word) -> float:
    """1, or less if the word only says where: «светофор у школы» is no matter of schools."""
    at = words.index(word)
    if any(before.form in _INSIDE for before in words[max(0, at - 2) : at]):
        return BESIDE if _is_way(words, at) else INSIDE
    for before in reversed(words[max(0, at - _WHERE_REACH) : at]):
        if before.clause != word.clause:
            break
        if before.form in _US or before.is_number:
            break
        if before.form in _WHERE and _may_govern(before, word):
            return BESIDE
    return 1.0


def _may_govern(preposition: Word, word: Word) -> bool:
    """In «возле школы яма» the pit is not beside anything: its form is that of a subject."""
    case = next((one.feats.get("Case") for one in grammar(word.form)), None)
    return case != "Nom" or preposition.form in _WITH_ACCUSATIVE


def _is_way(words: Sequence[Word], at: int) -> bool:
    """Whether somebody goes there or is late: «дети опоздали в школу» is a matter of the bus."""
    to_somewhere = any(one.feats.get("Case") == "Acc" for one in grammar(words[at].form))
    near = words[max(0, at - _WAY_REACH) : at + _WAY_REACH + 1]
    return to_somewhere and any(
        one.clause == words[at].clause and not one.keys.isdisjoint(listed("going")) for one in near
    )


@cache
def data(name: str) -> Mapping[str, Any]:
    """A list of the room's folder `data`."""
    return tomllib.loads((files("veche.routing") / "data" / f"{name}.toml").read_text("utf-8"))


@cache
def speech(name: str) -> Lexicon:
    """A list of `speech.toml`; «raised/danger» for one of a table."""
    table, _, key = name.rpartition("/")
    whole = data("speech")
    return Lexicon((whole[table] if table else whole)[key])


@cache
def listed(name: str) -> frozenset[str]:
    """A list of `speech.toml` of single words."""
    return frozenset(small(one) for one in data("speech")[name])

"""Near-duplicates within a time window, across authors and accounts.

One author who repeats a text floods. Several authors with the same text are people with the same problem, which is
never a ground. A text is normalised, split into n-grams and sketched by MinHash: two texts are near if half of their
sketches agree and they ask about the same things; bands find candidates without comparing all pairs. Everything is in
memory and bounded. The caller gives the time, so that the same messages give the same result.
"""

import re
import unicodedata
from collections import Counter, deque
from dataclasses import dataclass, field
from operator import eq
from zlib import crc32

from veche.screening.asked_about import asked_about, may_be_one, without_streets
from veche.screening.features import LOOKALIKES

# Copies of one author within this time count as flood.
FLOOD_SECONDS = 600.0
# Copies by different authors are grouped within this time: people ask about one outage for hours.
WINDOW_SECONDS = 3 * 3600.0
# More than a city gets in three hours; the oldest are dropped first.
REMEMBERED = 20_000
SAME_AUTHOR, AUTHORS = 3, 2
# In letters. «Спасибо!» and «+» are written by many who ask nothing; a question may be shorter.
SHORTEST_SHARED, SHORTEST_QUESTION = 20, 8

LONGEST, SHINGLE = 400, 4
# One permutation hashing: the least hash of each of 32 bins, combined in twos to find candidates.
PLACES, ROWS = 32, 2
# Groups stored per band: those that ask about different things in the same words.
OF_A_BAND = 8
# The share of equal values in sketches of near texts; texts that differ in one word of eight share about two thirds.
NEAR = 0.5
# Courtesies that do not change the meaning: «…Извините за тон, накипело».
_COURTESY = re.compile(
    r"(?:извин\w{1,6}|прост\w{1,4}|прошу прощения)\s(?:меня\s)?за\s"
    r"(?:тон|эмоции|резкость|грубость|крик|капс|сумбур|беспокойство)\b"
    r"[^.!?\n]{0,40}|(?:просто\s|уже\s|уж\s|очень\s)?накипело\b|заранее (?:большое )?спасибо\b|спасибо заранее\b"
)
_NOISE = re.compile(r"(?:https?://|www\.)\S{1,300}|[\W\d_]+")

type Sketch = tuple[int, ...]
type Band = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A message. `at`: seconds of any monotonic clock. `author`, `account`: any identifiers."""

    text: str
    author: str
    account: str
    at: float


@dataclass(frozen=True, slots=True)
class Repeated:
    """How often a message was written within the window, itself included.

    `group`: number of the group of near-duplicates in its `Window`. `authors`: how many people wrote them. `by_author`:
    copies by this author within `FLOOD_SECONDS`. `asks`: the text is long enough, or a question, to express a shared
    problem.
    """

    group: int
    authors: int
    by_author: int
    asks: bool

    @property
    def is_flood(self) -> bool:
        return self.by_author >= SAME_AUTHOR

    @property
    def is_shared(self) -> bool:
        return self.asks and self.authors >= AUTHORS


@dataclass(slots=True)
class _Group:
    """The times at which each author wrote a near-duplicate of the group's first message.

    `words`: those of the first message without names of streets, joined by spaces; `sketch` is made of them.
    """

    sketch: Sketch
    said: str
    words: str
    authors: dict[str, deque[float]] = field(default_factory=dict)

    def may_hold(self, words: str) -> bool:
        """Whether a text in nearly the same words asks about the same."""
        return may_be_one(*(asked_about(one.split()) for one in (self.words, words)))


class Window:
    """The messages of the last hours, grouped by similarity."""

    def __init__(self, seconds: float = WINDOW_SECONDS, remembered: int = REMEMBERED) -> None:
        self._seconds, self._remembered = seconds, remembered
        self._sent: deque[tuple[float, str, str]] = deque()
        self._groups: dict[int, _Group] = {}
        self._group_of: dict[str, int] = {}
        self._times: Counter[str] = Counter()
        self._bands: dict[Band, tuple[int, ...]] = {}
        self._beginnings: dict[str, int] = {}
        self._order_free: dict[str, int] = {}
        self._next = 0

    def __len__(self) -> int:
        return len(self._sent)

    def add(self, message: Message) -> Repeated | None:
        """Add the message and return how often it was written; None for a text without letters."""
        self._forget(message.at)
        said = plain(message.text)
        if not said:
            return None
        if said not in self._group_of:
            self._group_of[said] = self._near(said, " ".join(_words(message.text)).translate(LOOKALIKES))
        group = self._groups[self._group_of[said]]
        group.authors.setdefault(message.author, deque()).append(message.at)
        self._times[said] += 1
        self._sent.append((message.at, message.author, said))
        recent = sum(at > message.at - FLOOD_SECONDS for at in group.authors[message.author])
        return Repeated(self._group_of[said], len(group.authors), recent, _asks(message.text, said))

    def _near(self, said: str, words: str) -> int:
        """Number of the group of near-duplicates, or of a new one. Street names are ignored."""
        words = " ".join(without_streets(words.split()))
        sketch = sketched(words.replace(" ", "")[:LONGEST])
        bands = _banded(sketch)
        for number in {number for band in bands for number in self._bands.get(band, ())}:
            group = self._groups[number]
            if agreement(group.sketch, sketch) >= NEAR and group.may_hold(words):
                return number
        ordered = _ordered(words)
        if (known := self._order_free.get(ordered, self._continued(said))) is not None:
            return known
        self._next += 1
        self._groups[self._next] = _Group(sketch, said, words)
        self._order_free[ordered] = self._next
        for band in bands:
            self._bands[band] = (*self._bands.get(band, ()), self._next)[-OF_A_BAND:]
        self._beginnings.setdefault(said[:SHORTEST_SHARED], self._next)
        return self._next

    def _continued(self, said: str) -> int | None:
        """The group whose first text is a prefix of this one or the reverse: an addition may be longer than the text
        itself.
        """
        number = self._beginnings.get(said[:SHORTEST_SHARED])
        if number is None or len(said) < SHORTEST_SHARED:
            return None
        first = self._groups[number].said
        return number if said.startswith(first) or first.startswith(said) else None

    def _forget(self, now: float) -> None:
        """Drop messages older than the window, and the oldest beyond the limit."""
        while self._sent and (self._sent[0][0] <= now - self._seconds or len(self._sent) >= self._remembered):
            _at, author, said = self._sent.popleft()
            number = self._group_of[said]
            group = self._groups[number]
            group.authors[author].popleft()
            if not group.authors[author]:
                del group.authors[author]
            self._times[said] -= 1
            if not self._times[said]:
                del self._times[said], self._group_of[said]
            if not group.authors:
                self._drop(number)

    def _drop(self, number: int) -> None:
        group = self._groups.pop(number)
        self._order_free.pop(_ordered(group.words), None)
        for band in _banded(group.sketch):
            left = tuple(other for other in self._bands.get(band, ()) if other != number)
            if left:
                self._bands[band] = left
            else:
                self._bands.pop(band, None)
        if self._beginnings.get(group.said[:SHORTEST_SHARED]) == number:
            del self._beginnings[group.said[:SHORTEST_SHARED]]


def plain(text: str) -> str:
    """The letters alone, without courtesies and look-alikes: equal for copies of one text."""
    return "".join(_words(text)).translate(LOOKALIKES)[:LONGEST]


def _ordered(words: str) -> str:
    """Sorted words, so that «Когда дадут воду» equals «Когда воду дадут»."""
    return " ".join(sorted(words.split()))


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text[: 2 * LONGEST]).lower().replace("ё", "е")
    said = list(filter(None, _NOISE.split(_COURTESY.sub("", folded))))
    return said or list(filter(None, _NOISE.split(folded)))


def sketched(said: str) -> Sketch:
    """MinHash over all runs of four letters; an empty bin takes the value of the next."""
    raw = said.encode("utf-16-le")
    width = 2 * SHINGLE
    runs = {crc32(raw[at : at + width]) for at in range(0, max(1, len(raw) - width + 2), 2)}
    least = {run % PLACES: run for run in sorted(runs, reverse=True)}
    sketch: list[int] = []
    borrowed = least[min(least)]
    for place in range(PLACES - 1, -1, -1):
        borrowed = least.get(place, borrowed)
        sketch.append(borrowed)
    return tuple(sketch)


def agreement(one: Sketch, other: Sketch) -> float:
    """The share of equal bins, which estimates the share of common runs."""
    equal: int = sum(map(eq, one, other))
    return equal / PLACES


def _banded(sketch: Sketch) -> list[Band]:
    return [(at, *sketch[at : at + ROWS]) for at in range(0, PLACES, ROWS)]


def _asks(text: str, said: str) -> bool:
    return len(said) >= (SHORTEST_QUESTION if "?" in text else SHORTEST_SHARED)

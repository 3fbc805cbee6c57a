"""Departments and what they answer for; which of them a comment concerns."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from veche.morphology.words import readings
from veche.routing.addresses import stem
from veche.routing.lexicon import Lexicon, weight_of_place
from veche.routing.topics import topics
from veche.routing.words import Speller, Word, lemmas_of, small, words_of

# Weights: a word of the department's own list, of what it answers for, of its name.
WORDS, ANSWERS_FOR, NAME = 2.0, 1.2, 0.5
PHRASE = 1.5
# The topic speaks where the department's own words do not stand in the comment.
TOPIC = 2.0
# What a department's own word is worth if the topic is none of its own.
OFF_TOPIC = 0.4
# Where the department's streets are named.
STREET = 1.2
# Below this nothing is proposed.
LOWEST = 0.5
_CELL = re.compile(r"[,;|/\n()•]| и | или |\. ")
_STREETS = re.compile(
    r"(?:\bул(?:\.|иц[аыеу]\b)|\bмкр\.?|микрорайон\w*|пос[её]л\w*|\bпер\.|переул\w+)[:\s]*([^;|]*)", re.IGNORECASE
)
_NAME = re.compile(r"[А-ЯЁ][а-яё-]{2,}")
# Words of every department's list, which tell none from another.
_EMPTY = frozenset(
    small(
        "вопрос работа отдел управление комитет служба город городской администрация муниципальный организация "
        "содержание ремонт хозяйство обеспечение контроль развитие деятельность в на по с о для из от к и у за "
        "при развитие сфера "
        "учреждение территория население житель другой прочий весь мку мбу муп дело политика система объект состояние "
        "предоставление оказание услуга проведение проблема уборка общий местный новый"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Department:
    """A row of the administration's table. `answers_for`, `words`: lists in one cell, by commas."""

    name: str
    answers_for: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """`terms`: lemmas of each entry, any of which may stand for its word, with the entry's weight."""

    name: str
    lexicon: Lexicon
    weights: Mapping[tuple[str, ...], float]
    streets: frozenset[str]


class Departments:
    """Knows each department's words, and which topics they are about."""

    def __init__(self, rows: Sequence[Department]) -> None:
        weights = [_weights(row) for row in rows]
        count: dict[str, int] = {}
        for one in weights:
            for word in {word for entry in one for word in entry}:
                count[word] = count.get(word, 0) + 1
        self._rarity = {word: math.log(1 + len(rows) / number) for word, number in count.items()}
        self._known = [
            _Known(row.name, Lexicon(" ".join(entry) for entry in own), own, _streets(row))
            for row, own in zip(rows, weights, strict=True)
        ]
        self._affinity = self._by_topic()

    @property
    def lemmas(self) -> Iterable[str]:
        """All words, for the speller."""
        return self._rarity

    def scores(
        self, words: Sequence[Word], topic_scores: Mapping[str, float], streets: Iterable[str]
    ) -> dict[str, float]:
        """Departments with a score above nought."""
        whole = sum(strength**2 for strength in topic_scores.values()) or 1.0
        found = {}
        for one in self._known:
            near = sum(
                strength**2 / whole * self._affinity[topic].get(one.name, 0.0)
                for topic, strength in topic_scores.items()
            )
            score = self._own(one, words) * (OFF_TOPIC + (1 - OFF_TOPIC) * near)
            score += TOPIC * near * min(1.0, max(topic_scores.values(), default=0.0))
            if not one.streets.isdisjoint(streets):
                score += STREET
            if score:
                found[one.name] = score
        return found

    def best(self, words: Sequence[Word], topic_scores: Mapping[str, float], streets: Iterable[str]) -> str | None:
        """The department with the highest score; None if nothing speaks for any."""
        found = self.scores(words, topic_scores, streets)
        name = max(found, key=lambda name: found[name], default=None)
        return name if name is not None and found[name] >= LOWEST else None

    def _own(self, one: _Known, words: Sequence[Word]) -> float:
        score = 0.0
        for hit in one.lexicon.hits(words):
            rare = sum(self._rarity[word] for word in hit.entry) / len(hit.entry)
            place = weight_of_place(words, hit.word) * (PHRASE if hit.is_phrase else 1.0)
            score += one.weights[hit.entry] * rare * place / 2
        return score

    def _by_topic(self) -> dict[str, dict[str, float]]:
        """For each topic, how much each department is about it, 0…1.

        A name tells it only if it is all that there is: who registers marriages does not answer for all public offices.
        """
        speller = Speller(())
        found: dict[str, dict[str, float]] = {}
        for key, topic in topics().items():
            raw: dict[str, float] = {}
            for one in self._known:
                told = 0.0
                for entry, weight in one.weights.items():
                    if weight <= NAME:
                        continue
                    said = words_of(" ".join(entry), speller)
                    strong = any(hit.is_phrase or len(entry) == 1 for hit in topic.strong.hits(said))
                    told += weight if strong else 0.4 * weight * (topic.strong.has(said) or topic.weak.has(said))
                if told:
                    raw[one.name] = told
            most = max(raw.values(), default=1.0)
            found[key] = {name: told / most for name, told in raw.items()}
        return found


def _weights(row: Department) -> dict[tuple[str, ...], float]:
    """The entries of a row as lemmas, each with the highest weight that it has."""
    found: dict[tuple[str, ...], float] = {}
    name = NAME if row.words.strip() or row.answers_for.strip() else ANSWERS_FOR  # the name is all there is
    for cell, weight in ((row.words, WORDS), (row.answers_for, ANSWERS_FOR), (row.name, name)):
        for entry in _entries(cell):
            found[entry] = max(found.get(entry, 0.0), weight)
            if len(entry) > 1 and cell is not row.words:
                for word in entry:
                    found[(word,)] = max(found.get((word,), 0.0), weight * 0.7)
    return found


def _entries(cell: str) -> Iterable[tuple[str, ...]]:
    parts = [part for part in _CELL.split(cell) if part.strip()]
    if len(parts) == 1 and len(parts[0].split()) > 3:
        parts = parts[0].split()
    for part in parts:
        entry = tuple(lemma for word in re.findall(r"[^\W_]+", small(part)) if (lemma := _lemma(word)) not in _EMPTY)
        if 0 < len(entry) <= 3:
            yield entry
        else:
            yield from ((word,) for word in entry)


def _lemma(word: str) -> str:
    first = readings(word)[:1]
    return small(first[0].lemma) if first else min(lemmas_of(word), default=word)


def _streets(row: Department) -> frozenset[str]:
    cells = f"{row.answers_for}; {row.words}"
    return frozenset(stem(small(name)) for found in _STREETS.finditer(cells) for name in _NAME.findall(found[1]))

"""Route comments: which of them are questions, about what, whose, how important, and which are one trouble."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from veche.morphology.sentences import sentences
from veche.routing.addresses import Places, places_of
from veche.routing.departments import Department, Departments
from veche.routing.groups import Trouble, grouped
from veche.routing.importance import MANY, raised
from veche.routing.lexicon import data, speech
from veche.routing.question import asks
from veche.routing.topics import near_best, subject_of, topic_scores, topics
from veche.routing.words import Speller, Word, grammar, words_of
from veche.screening.screen import screen

# Longer texts are no comments; the cut bounds the time.
LONGEST = 5_000
_TELLING = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})


@dataclass(frozen=True, slots=True)
class Comment:
    """`post`: under which post it stands. `to_resident`: it answers another resident. `at`: aware, or None."""

    text: str
    post: str = ""
    to_resident: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """What the program proposes for a comment; a person decides.

    `topic`: a key of `topics()`. `department`: its name. `reasons`: keys of `importance.REASONS`, empty if normal.
    `group`: the number of the first comment of its trouble. All are empty if it is no question.
    """

    is_question: bool
    topic: str | None = None
    department: str | None = None
    reasons: tuple[str, ...] = ()
    group: int | None = None


class _Words(NamedTuple):
    """The words of a comment: all, and those that name no place. `scores`: of their topics."""

    every: list[Word]
    places: Places
    subject: list[Word]
    scores: dict[str, float]

    @property
    def topic(self) -> str | None:
        return max(self.scores, key=lambda key: self.scores[key], default=None)


@dataclass(frozen=True, slots=True)
class _Read:
    is_question: bool
    topic: str | None = None
    department: str | None = None
    reasons: tuple[str, ...] = ()
    trouble: Trouble | None = None


class Router:
    """Routes comments of one administration. Made once for its departments, used for many comments."""

    def __init__(self, departments: Sequence[Department]) -> None:
        self._departments = Departments(departments)
        self._speller = Speller((*_own_words(), *self._departments.lemmas))

    def route(self, comments: Sequence[Comment]) -> list[Route]:
        """The routes, in the order of the comments."""
        read = [self._read(number, comment) for number, comment in enumerate(comments)]
        found = grouped([one.trouble for one in read if one.trouble])
        sizes = Counter(found.values())
        return [self._routed(number, one, found, sizes) for number, one in enumerate(read)]

    def propose(self, comment: Comment) -> Route:
        """Topic, department and importance of a comment that a person has called a question."""
        words = self._words(comment.text[:LONGEST])
        reasons = raised(words.every, words.scores)
        return Route(is_question=True, topic=words.topic, department=self._department(words), reasons=reasons)

    def _routed(self, number: int, one: _Read, groups: dict[int, int], sizes: Counter[int]) -> Route:
        if not one.is_question:
            return Route(is_question=False)
        group = groups[number]
        reasons = one.reasons
        if sizes[group] >= MANY and "mass" not in reasons:
            reasons = (*reasons, "mass")
        return Route(is_question=True, topic=one.topic, department=one.department, reasons=reasons, group=group)

    def _read(self, number: int, comment: Comment) -> _Read:
        text = comment.text[:LONGEST]
        words = self._words(text)
        if not asks(
            _by_sentence(text, words.every),
            text,
            subject=bool(words.scores),
            street=bool(words.places.keys),
            spam="spam" in screen(text).proposed,
            to_resident=comment.to_resident,
        ):
            return _Read(is_question=False)
        trouble = Trouble(
            number=number,
            topic=words.topic,
            topics=tuple(near_best(words.scores)),
            places=words.places,
            lemmas=_telling(words.subject),
            subject=subject_of(words.subject, words.topic),
            asked=_asked(words.every),
            post=comment.post,
            at=comment.at,
        )
        return _Read(True, words.topic, self._department(words), raised(words.every, words.scores), trouble)

    def _words(self, text: str) -> _Words:
        every = words_of(text, self._speller)
        places = places_of(every)
        subject = [word for at, word in enumerate(every) if at not in places.at]
        return _Words(every, places, subject, topic_scores(subject))

    def _department(self, words: _Words) -> str | None:
        return self._departments.best(words.subject, words.scores, words.places.streets)


def _by_sentence(text: str, words: Sequence[Word]) -> list[list[Word]]:
    return [[word for word in words if one.start <= word.start < one.end] for one in sentences(text)]


def _telling(words: Sequence[Word]) -> frozenset[str]:
    """The likeliest lemmas of the words that carry the meaning."""
    found = set()
    for word in words:
        first = grammar(word.form)[:1]
        if first and first[0].pos in _TELLING:
            found.add(first[0].lemma.replace("ё", "е").lower())
    return frozenset(found)


def _asked(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(kind for kind in data("speech")["asked"] if speech(f"asked/{kind}").has(words))


def _own_words() -> set[str]:
    """All words of the room's own lists."""
    found: set[str] = set()
    for topic in topics().values():
        found.update(topic.strong.words, topic.weak.words)
    lists = data("speech")
    for entries in (*lists.values(), *lists["raised"].values(), *lists["asked"].values()):
        if not isinstance(entries, dict):
            found.update(word.lstrip("+") for entry in entries for word in entry.replace("ё", "е").split())
    return found

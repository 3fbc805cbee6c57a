"""What a person typed, as terms; and where a text has them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from veche.search.domain.terms import STOP, Word, in_question, in_text, pairs, words_of

# More than that nobody types; a pasted page asks for everything and finds nothing.
MOST_WORDS, MOST_SIGNS = 10, 500


_QUOTED = re.compile(r'"([^"]*)"|«([^«»]*)»|[“„]([^“”„]*)[”“]')
type Phrase = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """`words`: for each word the terms of which a text must have one. `phrases`: such words that stand side by side.

    `left_out`: words that stand in every text. `is_cut`: there were more words than are asked for.
    """

    words: tuple[frozenset[str], ...] = ()
    phrases: tuple[Phrase, ...] = ()
    left_out: tuple[str, ...] = ()
    is_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)

    @property
    def asked(self) -> tuple[frozenset[str], ...]:
        """Of each the index must have one term. Of a phrase: each two neighbours."""
        sides = (frozenset(pairs(*two)) for phrase in self.phrases for two in pairwise(phrase))
        return *self.words, *sides


def question_of(text: str) -> Question:
    """In quotes stands a phrase; one word in quotes is a word."""
    asked, left_out = list[Phrase](), dict[str, None]()
    for piece in _pieces(text[:MOST_SIGNS]):
        said = [word.plain for word in words_of(piece)]
        left_out |= dict.fromkeys(word for word in said if word in STOP)
        if phrase := tuple(in_question(word) for word in said if word not in STOP):
            asked.append(phrase)
    kept = list(_within(dict.fromkeys(asked)))
    return Question(
        tuple(phrase[0] for phrase in kept if len(phrase) == 1),
        tuple(phrase for phrase in kept if len(phrase) > 1),
        tuple(left_out),
        sum(map(len, dict.fromkeys(asked))) > MOST_WORDS or len(text) > MOST_SIGNS,
    )


def _pieces(text: str) -> Iterator[str]:
    """Phrases in quotes, and the words outside, one by one."""
    at = 0
    for quoted in _QUOTED.finditer(text):
        yield from _each(text[at : quoted.start()])
        yield next(filter(None, quoted.groups()), "")
        at = quoted.end()
    yield from _each(text[at:])


def _each(text: str) -> Iterator[str]:
    return (text[word.start : word.end] for word in words_of(text))


def _within(asked: dict[Phrase, None]) -> Iterator[Phrase]:
    """As many of them as have `MOST_WORDS` words together; the last one may be cut."""
    left = MOST_WORDS
    for phrase in asked:
        if left > 0:
            yield phrase[:left]
            left -= len(phrase)


def hits(text: str, question: Question) -> Iterator[tuple[int, int]]:
    """Where the text has a word or a phrase of the question, in whatever form: first and next code point."""
    wanted, end_of_phrase = frozenset[str]().union(*question.words), 0
    said = [(word, in_text(word.plain)) for word in words_of(text) if word.plain not in STOP] if question else []
    for number, (word, terms) in enumerate(said):
        if word.start < end_of_phrase:
            continue
        for phrase in question.phrases:
            there = said[number : number + len(phrase)]
            if len(there) == len(phrase) and all(map(_has, phrase, there)):
                end_of_phrase = max(end_of_phrase, there[-1][0].end)
        if word.start < end_of_phrase:
            yield word.start, end_of_phrase
        elif not wanted.isdisjoint(terms):
            yield word.start, word.end


def _has(asked: frozenset[str], said: tuple[Word, frozenset[str]]) -> bool:
    return not asked.isdisjoint(said[1])


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text as a page draws it."""

    text: str
    is_hit: bool = False


def marked(text: str, question: Question) -> list[Part]:
    """The whole text, its hits apart."""
    return list(_parts(text, list(hits(text, question))))


def excerpt(text: str, question: Question, *, most: int) -> list[Part]:
    """About `most` signs around the first hit; no parts if there is none."""
    found = list(hits(text, question))
    if not found:
        return []
    start, end = _window(text, found[0], most)
    before = [Part("… ")] if start else []
    after = [Part(" …")] if end < len(text) else []
    inside = [(first - start, last - start) for first, last in found if last <= end]
    return [*before, *_parts(text[start:end], inside), *after]


def _window(text: str, hit: tuple[int, int], most: int) -> tuple[int, int]:
    """From the beginning of a word to the end of one; a third of it before the hit."""
    first, last = hit
    start = max(0, first - most // 3)
    if start and (space := text.find(" ", start, first)) >= 0:
        start = space + 1
    end = max(last, min(len(text), start + most))
    if end < len(text) and (space := text.rfind(" ", last, end)) >= 0:
        end = space
    return start, end


def _parts(text: str, places: list[tuple[int, int]]) -> Iterator[Part]:
    at = 0
    for start, end in places:
        if at < start:
            yield Part(text[at:start])
        yield Part(text[start:end], is_hit=True)
        at = end
    if at < len(text):
        yield Part(text[at:])

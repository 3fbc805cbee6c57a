"""What a person typed, as terms; and where a text has them."""

from collections.abc import Iterator
from dataclasses import dataclass

from veche.search.domain.terms import STOP, in_question, in_text, words_of

# More than that nobody types; a pasted page asks for everything and finds nothing.
MOST_WORDS, MOST_SIGNS = 10, 500


@dataclass(frozen=True, slots=True)
class Question:
    """`words`: for each word the terms of which a text must have one. `left_out`: words that stand in every text.

    `is_cut`: there were more words than are asked for.
    """

    words: tuple[frozenset[str], ...] = ()
    left_out: tuple[str, ...] = ()
    is_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.words)


def question_of(text: str) -> Question:
    asked, left_out = dict[str, frozenset[str]](), dict[str, None]()
    for word in words_of(text[:MOST_SIGNS]):
        if word.plain in STOP:
            left_out[word.plain] = None
        else:
            asked[word.plain] = in_question(word.plain)
    terms = tuple(dict.fromkeys(asked.values()))
    return Question(terms[:MOST_WORDS], tuple(left_out), len(terms) > MOST_WORDS or len(text) > MOST_SIGNS)


def hits(text: str, question: Question) -> Iterator[tuple[int, int]]:
    """Where the text has a word of the question, in whatever form: first and next code point."""
    wanted = frozenset().union(*question.words)
    if not wanted:
        return
    for start, end, plain in words_of(text):
        if plain not in STOP and not wanted.isdisjoint(in_text(plain)):
            yield start, end


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
    first = next(hits(text, question), None)
    if first is None:
        return []
    start, end = _window(text, first, most)
    before = [Part("… ")] if start else []
    after = [Part(" …")] if end < len(text) else []
    return [*before, *marked(text[start:end], question), *after]


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

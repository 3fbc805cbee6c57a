"""A text taken apart once, for all rules: lines, sentences, words with their readings, and what is not the author's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from veche.morphology.sentences import Piece, in_line, lines, tokens
from veche.morphology.words import Reading, in_sentence

# Addresses of the net, of people and of topics: not words.
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s«»]{1,300}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{1,64}|[#@]\w{1,100}")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Word:
    """A word, a number or a sign. `low` and `lemma` are in lower case with «е» for «ё»; `pos` as in Universal
    Dependencies."""

    start: int
    end: int
    text: str
    low: str
    lemma: str
    pos: str
    feats: dict[str, str]
    reading: Reading | None
    quoted: bool = False
    named: bool = False

    @property
    def is_word(self) -> bool:
        return self.pos not in {"PUNCT", "SYM", "X", "NUM"}


@dataclass(slots=True)
class Sentence:
    start: int
    end: int
    words: list[Word]
    kind: str
    length: int = field(init=False)

    def __post_init__(self) -> None:
        self.length = sum(1 for word in self.words if _LETTER.match(word.text) and word.pos != "X")


def plain(word: str) -> str:
    return word.lower().replace("ё", "е")


class Text:
    """`source` as it came. `sentences` in order; a heading or a requisite is one of a `kind` of its own."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.sentences = list(_sentences(source))

    @cached_property
    def words(self) -> list[Word]:
        return [word for sentence in self.sentences for word in sentence.words]

    @cached_property
    def length(self) -> int:
        """How many words there are."""
        return sum(sentence.length for sentence in self.sentences)


def _sentences(source: str) -> Iterator[Sentence]:
    from razdel import sentenize

    for line in lines(source):
        for found in in_line(line):
            yield Sentence(found.start, found.end, _read(_tokens(found.text, found.start)), "text")


def _tokens(text: str, offset: int) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for address in _ADDRESS.finditer(text):
        pieces += tokens(text[at : address.start()], offset + at)
        pieces.append(Piece(offset + address.start(), offset + address.end(), address.group()))
        at = address.end()
    return pieces + tokens(text[at:], offset + at)


def _read(pieces: list[Piece]) -> list[Word]:
    return [_word(piece, reading) for piece, reading in zip(pieces, in_sentence([p.text for p in pieces]), strict=True)]


def _word(piece: Piece, reading: Reading | None) -> Word:
    low = plain(piece.text)
    if reading is None or _ADDRESS.match(piece.text):
        return Word(piece.start, piece.end, piece.text, low, low, "X", {}, None)
    return Word(piece.start, piece.end, piece.text, low, plain(reading.lemma), reading.pos, reading.feats, reading)

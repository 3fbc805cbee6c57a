"""A text parsed once for all rules: lines, sentences, words with readings, quotations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from veche.morphology.sentences import Piece, in_line, lines, tokens
from veche.morphology.words import Reading, in_sentence
from veche.style.lines import ADDRESS, SKIPPED, kind
from veche.style.quotes import Quoted

_LETTER = re.compile(r"[^\W\d_]")
# Longer sentences are split, so that the time per text is bounded.
AT_ONCE = 300


@dataclass(slots=True)
class Word:
    """A word, a number or a sign.

    `low`, `lemma`: lower case with «е» for «ё»; `pos`, `feats`: as in Universal Dependencies, X for what is no word.
    """

    start: int
    end: int
    text: str
    low: str
    lemma: str
    pos: str
    feats: dict[str, str]
    reading: Reading | None
    quoted: bool

    def case(self) -> str:
        return self.feats.get("Case", "")


@dataclass(slots=True)
class Sentence:
    """`kind`: text | item | heading (see lines.py). `length`: number of words, without signs and numbers."""

    start: int
    end: int
    words: list[Word]
    kind: str
    length: int = field(init=False)

    def __post_init__(self) -> None:
        self.length = sum(1 for word in self.words if word.pos != "X" and _LETTER.match(word.text))


def plain(word: str) -> str:
    return word.lower().replace("ё", "е")


class Text:
    """`source`: the original.

    `sentences`: the author's sentences in order, without contact details, tables and tags.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.quoted = Quoted(source)
        self.sentences = list(self._sentences())

    @cached_property
    def words(self) -> list[Word]:
        return [word for sentence in self.sentences for word in sentence.words]

    @cached_property
    def own(self) -> list[Word]:
        """The author's words, without quotations."""
        return [word for word in self.words if not word.quoted]

    @cached_property
    def masked(self) -> str:
        """`source` with addresses replaced by spaces; the length is kept."""
        return ADDRESS.sub(lambda one: " " * len(one.group()), self.source)

    @cached_property
    def length(self) -> int:
        """The number of words."""
        return sum(sentence.length for sentence in self.sentences)

    def _sentences(self) -> Iterator[Sentence]:
        pieces = list(lines(self.source))
        for line in pieces:
            what = kind(line, alone=len(pieces) == 1)
            if what in SKIPPED:
                continue
            for found in in_line(line):
                pieces_of = _tokens(found.text, found.start)
                for at in range(0, len(pieces_of), AT_ONCE):
                    words = self._words(pieces_of[at : at + AT_ONCE])
                    yield Sentence(words[0].start, words[-1].end, words, what)

    def _words(self, pieces: list[Piece]) -> list[Word]:
        readings = in_sentence([piece.text for piece in pieces])
        return [self._word(piece, reading) for piece, reading in zip(pieces, readings, strict=True)]

    def _word(self, piece: Piece, reading: Reading | None) -> Word:
        low, quoted = plain(piece.text), bool(self.quoted.spans) and piece.start in self.quoted
        if reading is None or (len(low) > 2 and ADDRESS.match(piece.text)):
            return Word(piece.start, piece.end, piece.text, low, low, "X", {}, None, quoted)
        return Word(
            piece.start, piece.end, piece.text, low, plain(reading.lemma), reading.pos, reading.feats, reading, quoted
        )


def _tokens(text: str, offset: int) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for address in ADDRESS.finditer(text):
        pieces += tokens(text[at : address.start()], offset + at)
        pieces.append(Piece(offset + address.start(), offset + address.end(), address.group()))
        at = address.end()
    return pieces + tokens(text[at:], offset + at)

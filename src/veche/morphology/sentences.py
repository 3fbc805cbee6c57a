"""Split texts into lines, sentences and tokens, with positions in code points of the original text."""

from collections.abc import Iterator
from dataclasses import dataclass

import razdel


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, a sentence or a token: `text[start:end]` of the whole text."""

    start: int
    end: int
    text: str


def lines(text: str) -> Iterator[Piece]:
    """Non-empty lines. A line ends a sentence, so that a heading without a full stop is one."""
    start = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare:
            at = start + line.index(bare)
            yield Piece(at, at + len(bare), bare)
        start += len(line)


def sentences(text: str) -> Iterator[Piece]:
    """Sentences of all lines in order."""
    for line in lines(text):
        yield from in_line(line)


def in_line(line: Piece) -> Iterator[Piece]:
    """Sentences of one line."""
    for found in razdel.sentenize(line.text):
        yield Piece(line.start + found.start, line.start + found.stop, found.text)


def tokens(text: str, offset: int = 0) -> list[Piece]:
    """Words, numbers and signs of a sentence that begins at `offset`."""
    return [Piece(offset + found.start, offset + found.stop, found.text) for found in razdel.tokenize(text)]

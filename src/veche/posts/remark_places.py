"""Places of a text that remarks are about, marked where the approval sheet shows the text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from veche.kit.excerpts import excerpt
from veche.posts.domain.changes import Paragraphs, Piece, in_paragraphs
from veche.posts.domain.comments import place_of
from veche.posts.models import Comment
from veche.posts.passages import OfferedWords, Passage

MARK = "mark"
# What the sheet says of each remark, in letters, and of how many.
MOST_OF_QUOTE, MOST_OF_WORDS, SHOWN = 80, 200, 5


@dataclass(frozen=True, slots=True)
class ShortRemark:
    """`quote`: the words that it is about; "" if about the whole text."""

    who: str
    quote: str
    words: str


@dataclass(slots=True)
class _Marking:
    """`places`: in order. `aside`: the kind of pieces that are not of the text. `at`: where the next piece begins."""

    text: str
    places: Sequence[tuple[int, int]]
    aside: str
    at: int = 0

    def paragraphs(self, shown: Paragraphs) -> Paragraphs:
        return [[part for piece in pieces for part in self._piece(piece)] for pieces in shown]

    def _piece(self, piece: Piece) -> Iterator[Piece]:
        """Its parts; changed words stay whole, because they have a mark of their own."""
        start = -1 if piece.kind == self.aside else self.text.find(piece.text, self.at)
        if start < 0:
            yield piece
            return
        self.at = start + len(piece.text)
        yield from [piece] if piece.kind else self._cut(start, self.at)

    def _cut(self, start: int, end: int) -> Iterator[Piece]:
        for since, until in self.places:
            if since < end and until > start:
                if since > start:
                    yield Piece("", self.text[start:since])
                yield Piece(MARK, self.text[max(since, start) : min(until, end)])
                start = min(until, end)
        if start < end:
            yield Piece("", self.text[start:end])


def _places(remarks: Sequence[Comment], text: str) -> list[tuple[int, int]]:
    """Where the remarks about the common text stand in it, without overlaps."""
    found = (place_of(text, one.quote, one.occurrence) for one in remarks if one.quote and not one.network)
    kept: list[tuple[int, int]] = []
    for start, end in sorted(place for place in found if place):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def with_places(
    offered: OfferedWords, remarks: Sequence[Comment], text: str, *, compared: Paragraphs | None
) -> OfferedWords:
    """`offered` with the words that remarks are about marked. `compared`: as `offered_words` got it."""
    places = _places(remarks, text)
    if not places or compared == []:
        return offered
    passages = offered.passages or [Passage(compared or in_paragraphs([Piece("", text)]))]
    # Removed words of a comparison are not of the text, nor are new ones that are only suggested.
    marking = _Marking(text, places, aside="ins" if compared is None else "del")
    return replace(offered, passages=[replace(one, paragraphs=marking.paragraphs(one.paragraphs)) for one in passages])


def shortly(remarks: Sequence[Comment]) -> list[ShortRemark]:
    """The first remarks; the page of the text has all."""
    return [
        ShortRemark(one.side or str(one.author), excerpt(one.quote, MOST_OF_QUOTE), excerpt(one.text, MOST_OF_WORDS))
        for one in remarks[:SHOWN]
    ]

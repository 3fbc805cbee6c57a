"""The text of an approval sheet, cut after each sentence for which other words are suggested."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from veche.kit.excerpts import excerpt
from veche.posts.domain.changes import Paragraphs, Piece, in_paragraphs, word_pieces
from veche.posts.lines import ChangeLine, Discussion, SuggestionLine
from veche.posts.models import Suggestion

# More suggested sentences than these would hide the text; the rest stand under it.
MOST_OFFERS = 12
# Letters of the new words that the line above the buttons has room for.
MOST_WORDS = 80


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggested change beside its sentence. `in_text`: the sentence above shows it itself.

    `is_first`: no other change of the suggestion stands above.
    """

    suggestion: Suggestion
    change: ChangeLine
    place: tuple[int, int]
    is_first: bool
    in_text: bool = False

    @property
    def words(self) -> str:
        """The new words in short; "" if words are only removed."""
        pieces = (piece for pieces in self.change.paragraphs for piece in pieces if piece.kind == "ins")
        return excerpt(", ".join(words for piece in pieces if (words := piece.text.strip())), MOST_WORDS)


@dataclass(frozen=True, slots=True)
class Passage:
    paragraphs: Paragraphs
    offers: Sequence[Offer] = ()


@dataclass(frozen=True, slots=True)
class OfferedWords:
    """`passages`: empty if nothing is suggested beside the text. `rest`: what stands under it.

    `several`: suggestions with more than one change beside the text, each with their number.
    """

    passages: Sequence[Passage] = ()
    rest: Sequence[SuggestionLine] = ()
    several: Sequence[tuple[Suggestion, int]] = ()


def offered_words(discussion: Discussion, text: str, *, compared: Paragraphs | None) -> OfferedWords:
    """Put suggestions about the common `text` into it.

    `compared`: the text as `changed_words` shows it; None: the sentences show the suggested changes, [] : it is not
    shown. Suggestions about another text, such as that of a newer version, stay in `rest`.
    """
    offers = _offers(discussion) if discussion.text == text and compared != [] else []
    if not offers:
        return OfferedWords(rest=discussion.waiting)
    beside = {offer.change.change.pk for offer in offers}
    groups = list(_overlapping(offers))
    passages = _suggested(text, groups) if compared is None else _compared(text, compared, groups)
    numbers = ((line.suggestion, sum(one.change.pk in beside for one in line.changes)) for line in discussion.waiting)
    return OfferedWords(
        passages=list(passages),
        rest=[rest for line in discussion.waiting if (rest := _without(line, beside)).changes],
        several=[(suggestion, number) for suggestion, number in numbers if number > 1],
    )


def _offers(discussion: Discussion) -> list[Offer]:
    """The first changes that fit, in the order of the text."""
    found = [
        Offer(line.suggestion, change, change.place, is_first=number == 0)
        for line in discussion.waiting
        if not line.suggestion.network
        for number, change in enumerate(change for change in line.changes if change.fits)
        if change.place is not None
    ]
    return sorted(found, key=lambda offer: offer.place)[:MOST_OFFERS]


def _overlapping(offers: Sequence[Offer]) -> Iterator[list[Offer]]:
    """Changes of the same sentences together."""
    group: list[Offer] = []
    for offer in offers:
        if group and offer.place[0] >= max(one.place[1] for one in group) and offer.place != group[-1].place:
            yield group
            group = []
        group.append(offer)
    yield group


def _suggested(text: str, groups: Sequence[Sequence[Offer]]) -> Iterator[Passage]:
    """The text with the first change of each group in it."""
    at = 0
    for first, *others in groups:
        start, end = first.place
        until = max([end, *(offer.place[1] for offer in others)])
        words = word_pieces(text[start:end], first.change.change.new)
        pieces = [Piece("", text[at:start]), *words, Piece("", text[end:until])]
        yield Passage(_stripped(in_paragraphs(pieces)), [replace(first, in_text=True), *others])
        at = until
    if rest := _stripped(in_paragraphs([Piece("", text[at:])])):
        yield Passage(rest)


def _compared(text: str, compared: Paragraphs, groups: Sequence[Sequence[Offer]]) -> Iterator[Passage]:
    """The compared text cut behind each group."""
    paragraphs = list(_located(text, compared))
    at = 0
    for group in groups:
        until = max(offer.place[1] for offer in group)
        yield Passage(_between(paragraphs, at, until), group)
        at = until
    if rest := _between(paragraphs, at, len(text) + 1):
        yield Passage(rest)


def _located(text: str, compared: Paragraphs) -> Iterator[list[tuple[int, Piece]]]:
    """Paragraphs with the place of each piece in the text, where a removed one would stand."""
    at = 0
    for pieces in compared:
        while text[at : at + 1] == "\n":
            at += 1
        found = []
        for piece in pieces:
            found.append((at, piece))
            at += len(piece.text) if piece.kind != "del" else 0
        yield found


def _between(paragraphs: Sequence[Sequence[tuple[int, Piece]]], since: int, until: int) -> Paragraphs:
    return _stripped([list(_cut(pieces, since, until)) for pieces in paragraphs])


def _cut(pieces: Sequence[tuple[int, Piece]], since: int, until: int) -> Iterator[Piece]:
    for at, piece in pieces:
        if piece.kind == "del":
            if since <= at < until:
                yield piece
        elif words := piece.text[max(since - at, 0) : max(until - at, 0)]:
            yield Piece(piece.kind, words)


def _stripped(paragraphs: Paragraphs) -> Paragraphs:
    """Without paragraphs of blanks, as a cut leaves them."""
    return [pieces for pieces in paragraphs if any(piece.text.strip() for piece in pieces)]


def _without(line: SuggestionLine, beside: set[int]) -> SuggestionLine:
    """What waits of the suggestion elsewhere."""
    return SuggestionLine(line.suggestion, [one for one in line.changes if one.waits and one.change.pk not in beside])

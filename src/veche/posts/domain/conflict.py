"""Two people wrote at once: both texts, and a third that joins them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from veche.networks.protocol import Poll
from veche.posts.domain.changes import Paragraphs, Piece, as_text, changed_words, joined
from veche.posts.domain.labels import NAMES, Labels
from veche.posts.domain.rendering import Draft


@dataclass(frozen=True, slots=True)
class Side:
    """One text that differs; `network` is "" for the common one.

    Pieces of the kind "mark" are the differences, `places` their number.
    """

    network: str
    mine: Paragraphs
    theirs: Paragraphs
    joined: str
    places: int


@dataclass(frozen=True, slots=True)
class PollSide:
    """Two polls that differ; either may be missing. Only the words are joined; the rules are mine."""

    mine: Paragraphs
    theirs: Paragraphs
    question: str
    options: str
    rules: Poll


@dataclass(frozen=True, slots=True)
class LinkSide:
    """Two links that differ; either may be "". `joined`: mine, or theirs if I have none."""

    mine: str
    theirs: str

    @property
    def joined(self) -> str:
        return self.mine or self.theirs


@dataclass(frozen=True, slots=True)
class LabelsSide:
    """Labels that differ. `joined`: every tick of both; what is typed is mine, or theirs if I have none."""

    mine: Labels
    theirs: Labels

    @property
    def joined(self) -> Labels:
        a, b = self.mine.stored, self.theirs.stored
        return Labels(**{name: a[name] or b[name] for name in NAMES})  # type: ignore[arg-type]


def sides(mine: Draft, theirs: Draft, networks: Iterable[str]) -> list[Side]:
    """Texts that differ, the common one first."""
    pairs = [("", mine.text, theirs.text)]
    pairs += [(slug, mine.variants.get(slug, ""), theirs.variants.get(slug, "")) for slug in networks]
    return [_side(network, my_text, their_text) for network, my_text, their_text in pairs if my_text != their_text]


def polls(mine: Draft, theirs: Draft) -> PollSide | None:
    """The polls; None if they are equal or missing."""
    my_poll, their_poll = mine.poll or None, theirs.poll or None
    if my_poll == their_poll:
        return None
    lines = changed_words(as_text(their_poll), as_text(my_poll))
    a, b = my_poll or Poll("", ()), their_poll or Poll("", ())
    return PollSide(
        _marked(lines, "ins"),
        _marked(lines, "del"),
        joined(a.question, b.question),
        "\n".join(dict.fromkeys((*b.options, *a.options))),
        my_poll or b,
    )


def links(mine: Draft, theirs: Draft) -> LinkSide | None:
    return LinkSide(mine.link, theirs.link) if mine.link != theirs.link else None


def labels(mine: Draft, theirs: Draft) -> LabelsSide | None:
    return LabelsSide(mine.labels, theirs.labels) if mine.labels != theirs.labels else None


def _side(network: str, mine: str, theirs: str) -> Side:
    lines = changed_words(theirs, mine)
    return Side(network, _marked(lines, "ins"), _marked(lines, "del"), joined(mine, theirs), _places(lines))


def _places(lines: Paragraphs) -> int:
    """The number of runs of changed pieces: a replacement is one."""
    return sum(changed for line in lines for changed, _run in groupby(line, key=lambda piece: bool(piece.kind)))


def _marked(lines: Paragraphs, kind: str) -> Paragraphs:
    kept = ([Piece("mark" if p.kind else "", p.text) for p in line if p.kind in ("", kind)] for line in lines)
    return [line for line in kept if line]

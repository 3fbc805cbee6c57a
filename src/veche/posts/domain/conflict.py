"""Two people wrote at once: what each of them has, and a third text that joins both."""

from collections.abc import Iterable
from dataclasses import dataclass

from veche.posts.domain.changes import Paragraphs, Piece, changed_words, joined
from veche.posts.domain.rendering import Draft


@dataclass(frozen=True, slots=True)
class Side:
    """One text that differs; `network` is "" for the common one. Pieces of the kind "mark" are where they differ."""

    network: str
    mine: Paragraphs
    theirs: Paragraphs
    joined: str


def sides(mine: Draft, theirs: Draft, networks: Iterable[str]) -> list[Side]:
    """Only the texts that differ, the common one first."""
    pairs = [("", mine.text, theirs.text)]
    pairs += [(slug, mine.variants.get(slug, ""), theirs.variants.get(slug, "")) for slug in networks]
    return [_side(network, my_text, their_text) for network, my_text, their_text in pairs if my_text != their_text]


def _side(network: str, mine: str, theirs: str) -> Side:
    lines = changed_words(theirs, mine)
    return Side(network, _marked(lines, "ins"), _marked(lines, "del"), joined(mine, theirs))


def _marked(lines: Paragraphs, kind: str) -> Paragraphs:
    kept = ([Piece("mark" if p.kind else "", p.text) for p in line if p.kind in ("", kind)] for line in lines)
    return [line for line in kept if line]

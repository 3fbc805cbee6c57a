"""Results made ready for the page: the words marked, one text chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from veche.kit.excerpts import excerpt as beginning
from veche.search.domain.question import Part, Question, excerpt, marked
from veche.search.domain.searching import Hit
from veche.search.kinds import Found, Kind

SHOWN = 240


@dataclass(frozen=True, slots=True)
class FoundLine:
    """`words`: where the text has them, else its beginning."""

    kind: Kind
    found: Found
    title: Sequence[Part]
    words: Sequence[Part]


def line_of(hit: Hit, question: Question) -> FoundLine:
    return FoundLine(hit.kind, hit.found, marked(hit.found.title, question), _words(hit.found.texts, question))


def _words(texts: Sequence[str], question: Question) -> Sequence[Part]:
    for text in texts:
        if parts := excerpt(text, question, most=SHOWN):
            return parts
    first = next((text for text in texts if text.strip()), "")
    return [Part(beginning(first, SHOWN))] if first else []

"""One ground of the four that the moderation room of step 1 knows."""

from collections.abc import Iterable
from dataclasses import dataclass

from veche.screening.screen import screen

_KNOWN = {"threat": "illegal", "personal_data": "illegal"}

type Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`ground`: illegal | spam | insult | obscene. `spans`: (start, end) in code points of the text as it came."""

    ground: str
    score: float
    spans: tuple[Span, ...]
    rule: str


def verdict(text: str) -> Verdict | None:
    """The surest ground with all the words that led to it, or None: nothing to propose."""
    screening = screen(text)
    if not screening.proposed:
        return None
    ground = screening.proposed[0]
    found = screening.spans_of(ground)
    spans = joined((one.start, one.end) for one in found)
    return Verdict(_KNOWN.get(ground, ground), screening.scores[ground], spans, found[0].rule)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order, with those that touch or overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)

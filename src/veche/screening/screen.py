from collections.abc import Iterable

from veche.screening.lookalikes import plain
from veche.screening.rules import RULES, Rule
from veche.screening.verdict import Verdict

# Longer texts are not comments; the cut keeps the time of a screening bounded.
LONGEST = 20_000

type Span = tuple[int, int]


def screen(text: str) -> Verdict | None:
    """The surest ground with all the words that led to it, or None: nothing that a rule knows."""
    seen = plain(text[:LONGEST])
    found = [(rule, spans) for rule in RULES if (spans := _spans(rule, seen))]
    if not found:
        return None
    best = max((rule for rule, _spans_of in found), key=lambda rule: rule.score)
    spans = [span for rule, spans_of in found if rule.ground == best.ground for span in spans_of]
    return Verdict(best.ground, best.score, joined(spans), best.name)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order, with those that touch or overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _spans(rule: Rule, seen: str) -> list[Span]:
    group = "said" if "said" in rule.pattern.groupindex else 0
    return [match.span(group) for match in rule.pattern.finditer(seen)]

from veche.screening.lookalikes import plain
from veche.screening.rules import RULES, Rule
from veche.screening.verdict import Verdict

# Longer texts are not comments; the cut keeps the time of a screening bounded.
LONGEST = 20_000


def screen(text: str) -> Verdict | None:
    """The surest ground with all the words that led to it, or None: nothing that a rule knows."""
    seen = plain(text[:LONGEST])
    found = [(rule, where) for rule in RULES if (where := _spans(rule, seen))]
    if not found:
        return None
    best = max((rule for rule, _spans_of in found), key=lambda rule: rule.score)
    spans = {span for rule, spans_of in found if rule.ground == best.ground for span in spans_of}
    return Verdict(best.ground, best.score, tuple(sorted(spans)), best.name)


def _spans(rule: Rule, seen: str) -> list[tuple[int, int]]:
    return [match.span() for match in rule.pattern.finditer(seen)]

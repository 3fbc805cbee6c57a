from collections.abc import Iterator

from veche.screening.lookalikes import plain
from veche.screening.rules import RULES, WORDS, Rule
from veche.screening.thresholds import DEFAULT, Thresholds
from veche.screening.verdict import GROUNDS, Found, Screening

__all__ = ["DEFAULT", "GROUNDS", "LONGEST", "Found", "Screening", "Thresholds", "screen"]

# Longer texts are not comments; the cut keeps the time of a screening bounded.
LONGEST = 20_000


def screen(text: str, thresholds: Thresholds = DEFAULT) -> Screening:
    """Every ground that rules see in a comment or a message, each with its score and the words that led to it."""
    seen = plain(text[:LONGEST])
    scores = dict.fromkeys((*GROUNDS, "toxicity"), 0.0)
    spans: list[Found] = []
    for rule in RULES:
        found = list(_found(rule, seen))
        if found:
            scores[rule.ground] = max(scores[rule.ground], rule.score)
            spans += found
    proposed = [ground for ground in GROUNDS if scores[ground] >= thresholds.of(ground)]
    proposed.sort(key=lambda ground: -scores[ground])
    return Screening(tuple(proposed), scores, tuple(sorted(spans, key=lambda one: (one.start, one.end, one.rule))))


def _found(rule: Rule, seen: str) -> Iterator[Found]:
    group = "said" if "said" in rule.pattern.groupindex else 0
    for match in rule.pattern.finditer(seen):
        yield Found(rule.ground, *match.span(group), rule.name, WORDS[rule.ground])

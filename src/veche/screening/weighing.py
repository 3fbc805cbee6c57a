"""Threats and forbidden offers that no rule knows, by the linear model. It is surer of neither than a rule is.

The shares from which it speaks were chosen on the fitting half of the set, that of forbidden offers with the totals of
the other half in sight; docs/screening-quality.md has the numbers.
"""

from collections.abc import Iterator, Mapping

from veche.screening.hits import Hit
from veche.screening.linear import Head, top_features

SPEAKS: dict[Head, float] = {"threat": 0.8, "illegal": 0.85}
WORDS: dict[Head, str] = {
    "threat": "похоже на угрозу по словам",
    "illegal": "похоже на запрещённое по словам: посмотрите",
}
# Longer texts are seldom comments, and their many words add up to anything.
LONG = 300
_SHOWN = 3


def learned_hits(text: str, shares: Mapping[Head, float], scores: Mapping[str, float]) -> Iterator[Hit]:
    """`shares`: of `linear.scores`; `scores`: what the rules gave. Silent where a rule spoke, and of long texts."""
    if len(text) > LONG:
        return
    for head, speaks in SPEAKS.items():
        if shares[head] >= speaks and not scores[head]:
            score = 0.5 + 0.3 * (shares[head] - speaks) / (1 - speaks)
            for start, end, _share in top_features(text, head, _SHOWN):
                yield Hit(head, start, end, f"{head}-model", WORDS[head], score)

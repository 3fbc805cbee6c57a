"""`python -m scripts.fit_style`: fits what the score of `veche.style` is made of, and says how well it holds.

A logistic regression over one half of tests/style_set, turned into points and written to
src/veche/style/data/weights.toml; both halves are printed. Run it again when a rule or a text has changed.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

from scripts import find

# As `pytest` does, so that nothing need be installed.
sys.path.insert(0, str(find.ROOT / "src"))

from tests.style_set import halves, posts
from tests.style_set.measures import judge
from veche.style import dictionary, score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.style_set import Post

WEIGHTS = find.ROOT / "src" / "veche" / "style" / "data" / "weights.toml"
# Plain gradient descent: a hundred texts and a dozen features need nothing better.
STEPS, RATE, RIDGE = 3000, 0.5, 0.03
# A text without a sin has 100 points; where the regression is in doubt, this many are left.
THRESHOLD = 60
# What is done well may only help, a sin may only harm: a weight of the wrong sign would be an accident of few texts.
GOOD = {"address", "talk"}
# The threshold lies between the two kinds, without the tails of both; nearer to the official ones, for an unjust
# warning is worse than one that is not given.
TAIL, NEARER = 0.05, 0.42

type Row = Sequence[float]


def main() -> int:
    fit, reported = halves(posts())
    rows = [_row(post) for post in fit]
    official = [post.label == "official" for post in fit]
    weights, bias = regression(rows, official)
    bias -= _between([bias + _sum(weights, row) for row in rows], official)
    if bias >= 0:
        print("a text without any sin would be warned of: nothing was written", file=sys.stderr)
        return 1
    scale = (100 - THRESHOLD) / -bias
    points = {name: scale * weight for name, weight in zip(score.FEATURES, weights, strict=True)}
    WEIGHTS.write_text(written(points), encoding="utf-8")
    dictionary.table.cache_clear()
    score.weights.cache_clear()
    score.threshold.cache_clear()
    for name, half in (("fitted on", fit), ("reported", reported)):
        found = judge(half)
        print(f"{name:>10}: {len(half)} texts, AUC {found.auc:.4f}, warned: {found.official:.1%} of official,", end=" ")
        print(f"{found.live:.1%} of live")
    return 0


def regression(rows: Sequence[Row], yes: Sequence[bool]) -> tuple[list[float], float]:
    """Weights in units of the features, and the bias, of a logistic regression with a ridge and the signs of `GOOD`."""
    spread = [_deviation(column) or 1.0 for column in zip(*rows, strict=True)]
    scaled = [[value / one for value, one in zip(row, spread, strict=True)] for row in rows]
    weights, bias = [0.0] * len(spread), 0.0
    for _ in range(STEPS):
        errors = [_sigmoid(bias + _sum(weights, row)) - wanted for row, wanted in zip(scaled, yes, strict=True)]
        slopes = [_sum(errors, column) / len(rows) for column in zip(*scaled, strict=True)]
        bias -= RATE * sum(errors) / len(rows)
        moved = [weight - RATE * (slope + RIDGE * weight) for weight, slope in zip(weights, slopes, strict=True)]
        weights = [_allowed(name, weight) for name, weight in zip(score.FEATURES, moved, strict=True)]
    return [weight / one for weight, one in zip(weights, spread, strict=True)], bias


def written(points: dict[str, float]) -> str:
    lines = [f"{name} = {value:.1f}" for name, value in points.items()]
    head = (
        "# Written by `python -m scripts.fit_style`. Points that a feature of one takes away or, below nought, gives."
    )
    return "\n".join([head, f"threshold = {THRESHOLD}", "", "[weights]", *lines]) + "\n"


def _row(post: Post) -> list[float]:
    found = score.features(post.text, form=post.form)
    return [found[name] for name in score.FEATURES]


def _between(values: Sequence[float], official: Sequence[bool]) -> float:
    low = sorted(value for value, yes in zip(values, official, strict=True) if yes)
    high = sorted((value for value, yes in zip(values, official, strict=True) if not yes), reverse=True)
    official_tail, live_tail = low[int(TAIL * len(low))], high[int(TAIL * len(high))]
    return official_tail + NEARER * (live_tail - official_tail)


def _allowed(name: str, weight: float) -> float:
    return min(0.0, weight) if name in GOOD else max(0.0, weight)


def _deviation(column: Sequence[float]) -> float:
    mean = sum(column) / len(column)
    return math.sqrt(sum((value - mean) ** 2 for value in column) / len(column))


def _sum(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


if __name__ == "__main__":
    sys.exit(main())

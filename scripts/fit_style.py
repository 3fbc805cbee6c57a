"""`python -m scripts.fit_style`: fits what the score of `veche.style` is made of, and says how well it holds.

A logistic regression over the fitting half of tests/style_set, turned into points, and the threshold below which a
text is warned of; both are written to src/veche/style/data/weights.toml, and all halves are printed. Run it again when
a rule or a text has changed.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

from scripts import find

# As `pytest` does, so that nothing need be installed.
sys.path.insert(0, str(find.ROOT / "src"))

from tests.style_set import blind_posts, halves, posts
from tests.style_set.measures import judge
from veche.style import dictionary, score
from veche.style.check import check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.style_set import Post

WEIGHTS = find.ROOT / "src" / "veche" / "style" / "data" / "weights.toml"
# Plain gradient descent: a hundred texts and a dozen features need nothing better.
STEPS, RATE, RIDGE = 3000, 0.5, 0.03
# A text without findings has 100 points; where the regression finds both kinds equally likely, this many are left.
EVEN = 60
# Good features may only raise the score, findings only lower it: a wrong sign would be an accident of few texts.
GOOD = {"address", "talk"}
# The bars: of official texts no more may go unwarned, of living ones no more may be warned of.
UNWARNED, ALARMED = 0.05, 0.02
# Points by which a text that nobody has seen may score otherwise than one of the same kind that was fitted on.
BLUR = 5.0

type Row = Sequence[float]


def main() -> int:
    usual, mild = halves(posts())[0], blind_posts("fitting")
    fit = usual + mild
    weights, bias = regression([_row(post) for post in fit], [post.label == "official" for post in fit])
    if bias >= 0:
        print("a text without any finding would be warned of: nothing was written", file=sys.stderr)
        return 1
    scale = (100 - EVEN) / -bias
    points = {name: scale * weight for name, weight in zip(score.FEATURES, weights, strict=True)}
    _write(points, EVEN)
    _write(points, chosen())
    print(f"threshold: {score.threshold():.0f}; mild official texts up to", end=" ")
    print(f"{_scores(mild, 'official')[-5:]}, dry living ones from {_scores(mild, 'live')[:5]}")
    for name, half in (
        ("fitted on", usual),
        ("fitted on, mild and dry", mild),
        ("reported", halves(posts())[1]),
        ("reported, mild and dry", blind_posts("reporting")),
    ):
        found = judge(half)
        print(f"{name:>24}: {len(half)} texts, AUC {found.auc:.4f}, warned: {found.official:.1%} of official,", end=" ")
        print(f"{found.live:.1%} of live")
    return 0


def chosen() -> int:
    """The threshold for the weights in use, on the fitting half."""
    usual, mild = halves(posts())[0], blind_posts("fitting")
    return threshold(_scores(mild, "official"), _scores(mild, "live") + _scores(usual, "live"))


def threshold(official: Sequence[int], live: Sequence[int]) -> int:
    """The score at which both kinds are equally far from their bars, each score blurred by `BLUR`: below it a text is
    warned of. `official` are the mild ones alone; the usual ones are far below."""

    def worse(limit: int) -> float:
        unwarned = sum(1 - _below(limit, score) for score in official) / len(official)
        alarmed = sum(_below(limit, score) for score in live) / len(live)
        return max(unwarned / UNWARNED, alarmed / ALARMED)

    return min(range(1, 101), key=worse)


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


def written(points: dict[str, float], limit: int) -> str:
    lines = [f"{name} = {value:.1f}" for name, value in points.items()]
    head = (
        "# Written by `python -m scripts.fit_style`. Points that a feature of one takes away or, below nought, gives."
    )
    return "\n".join([head, f"threshold = {limit}", "", "[weights]", *lines]) + "\n"


def _row(post: Post) -> list[float]:
    found = score.features(post.text, form=post.form)
    return [found[name] for name in score.FEATURES]


def _write(points: dict[str, float], limit: int) -> None:
    WEIGHTS.write_text(written(points, limit), encoding="utf-8")
    for read in (dictionary.table, score.weights, score.threshold):
        read.cache_clear()


def _scores(half: Sequence[Post], label: str) -> list[int]:
    return sorted(check(post.text, form=post.form).score for post in half if post.label == label)


def _below(limit: int, score: int) -> float:
    """How likely a text like the one with this score comes out below the limit."""
    return (1 + math.erf((limit - 0.5 - score) / BLUR / math.sqrt(2))) / 2


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

"""Which threshold fits what people decided, and what it would have changed. Pure; a person takes the advice or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

# Decisions about one ground in one account from which a threshold is advised.
ENOUGH: Final = 30
# How many decisions more the advised threshold must fit than the present one.
BETTER: Final = 3
# Of the proposals that a higher threshold leaves out, the share that people declined.
MOSTLY: Final = 0.8
# Bounds, so that no advice disables a ground or makes it match everything.
LOWEST, HIGHEST = 0.3, 0.95
_STEP: Final = 0.01
_NORMAL_95: Final = 1.959964

type Decided = tuple[float, bool]  # the score of the ground, and whether people called it a violation


@dataclass(frozen=True, slots=True)
class Effect:
    """What another threshold would have changed.

    `decided`: decisions of people about the ground. `fewer`: comments that would not have been proposed, `in_vain` of
    which people left. `more`: comments that would have been proposed, `deleted` of which people deleted.
    """

    decided: int
    fewer: int
    in_vain: int
    more: int
    deleted: int

    @property
    def missed(self) -> int:
        """Violations that would have had no proposal."""
        return self.fewer - self.in_vain


def effect_of(decided: Sequence[Decided], stayed: Sequence[float], before: float, after: float) -> Effect:
    """`stayed`: scores of comments that were dealt with, not proposed and not deleted on this ground."""
    fewer = [violation for score, violation in decided if before <= score < after]
    more = [violation for score, violation in decided if after <= score < before]
    others = sum(after <= score < before for score in stayed)
    return Effect(len(decided), len(fewer), fewer.count(False), len(more) + others, sum(more))


def advised(decided: Sequence[Decided], stayed: Sequence[float], threshold: float) -> float | None:
    """The threshold nearest to `threshold` that contradicts the fewest decisions; None: too few, or not worth it."""
    if len(decided) < ENOUGH:
        return None
    told = [*decided, *((score, False) for score in stayed)]
    steps = [round(LOWEST + _STEP * step, 2) for step in range(round((HIGHEST - LOWEST) / _STEP) + 1)]
    best = min(steps, key=lambda step: (_contradicted(told, step), abs(step - threshold)))
    if _contradicted(told, threshold) - _contradicted(told, best) < BETTER:
        return None
    effect = effect_of(decided, stayed, threshold, best)
    return best if effect.in_vain >= MOSTLY * effect.fewer else None


def _contradicted(decided: Sequence[Decided], threshold: float) -> int:
    return sum((score >= threshold) != violation for score, violation in decided)


def interval(hits: int, number: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's score ("Probable inference", 1927); (0, 1) of nothing."""
    if not number:
        return 0.0, 1.0
    share, square = hits / number, _NORMAL_95**2
    middle = (share + square / (2 * number)) / (1 + square / number)
    half = _NORMAL_95 * sqrt(share * (1 - share) / number + square / (4 * number**2)) / (1 + square / number)
    return max(middle - half, 0.0), min(middle + half, 1.0)

"""How well two people agree: the share of equal verdicts, and Cohen's kappa, which takes off what chance gives.

Cohen, "A coefficient of agreement for nominal scales", 1960, with its standard error.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

_NORMAL_95: Final = 1.959964

type Pair = tuple[str, str]  # the first verdict and the second


@dataclass(frozen=True, slots=True)
class Agreement:
    """`kappa` None: nothing to compare with chance, as there are no pairs or one of the two gave one verdict alone.

    `low`, `high`: its 95 %.
    """

    number: int
    agreed: int
    kappa: float | None
    low: float
    high: float

    @property
    def percent(self) -> int:
        return round(100 * self.agreed / self.number) if self.number else 0


def agreement_of(pairs: Sequence[Pair]) -> Agreement:
    number, agreed = len(pairs), sum(first == second for first, second in pairs)
    if not number:
        return Agreement(0, 0, None, 0.0, 0.0)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    if len(firsts) == 1 or len(seconds) == 1:
        return Agreement(number, agreed, None, 0.0, 0.0)
    observed = agreed / number
    chance = sum(firsts[name] * seconds[name] for name in firsts) / number**2
    kappa = (observed - chance) / (1 - chance)
    error = _NORMAL_95 * sqrt(observed * (1 - observed) / number) / (1 - chance)
    return Agreement(number, agreed, kappa, max(kappa - error, -1.0), min(kappa + error, 1.0))


def agreement_about(name: str, pairs: Sequence[Pair]) -> Agreement:
    """Agreement about one verdict against all others.

    `number`: pairs whose first verdict is `name`; `agreed`: those of them whose second one is, too.
    """
    of_name = agreement_of(
        [("yes" if first == name else "no", "yes" if second == name else "no") for first, second in pairs]
    )
    chosen = [second for first, second in pairs if first == name]
    return Agreement(len(chosen), chosen.count(name), of_name.kappa, of_name.low, of_name.high)

"""How many proposals each threshold of one ground would have made in one account, and how people decided about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from veche.accounts.models import Account
from veche.moderation.domain.offers import decisions_of, stayed_of
from veche.screening.advice import Decided

_TENTHS: Final = tuple(number / 10 for number in range(4, 10))


@dataclass(frozen=True, slots=True)
class Level:
    """One threshold. `deleted`, `kept`: what people decided about the comments that reach it."""

    value: float
    deleted: int
    kept: int

    @property
    def percent(self) -> int:
        return round(100 * self.value)


def levels_of(account: Account, ground: str, before: float, offered: float | None = None) -> list[Level]:
    """The threshold in force, the offered one and each tenth above both, from the newest decisions. One query; two if
    the offered one is lower, as it would propose what nobody was asked about."""
    lowest = before if offered is None else min(before, offered)
    steps = {before, lowest, offered or before, *(step for step in _TENTHS if step > lowest)}
    stayed = stayed_of(account, ground) if lowest < before else []
    decided = [*decisions_of(account, ground), *((score, False) for score in stayed)]
    return [_level(decided, step) for step in sorted(steps)]


def _level(decided: Sequence[Decided], step: float) -> Level:
    reached = [violation for score, violation in decided if score >= step]
    return Level(step, reached.count(True), reached.count(False))

"""What decisions say of the thresholds, made ready for «Качество модерации»."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from veche.accounts.models import Account
from veche.moderation.domain.levels import levels_of
from veche.moderation.domain.thresholds import Measure
from veche.moderation.enums import Ground
from veche.moderation.models import ThresholdOffer

# Length of the longest bar.
WIDTH = 1000


@dataclass(frozen=True, slots=True)
class LevelLine:
    """`says`: whether it is the threshold in force or the offered one. `gone`, `left`: ends of the bar's two parts."""

    percent: int
    says: str
    deleted: int
    kept: int
    gone: int
    left: int


@dataclass(frozen=True, slots=True)
class Chart:
    """One ground in one account. `number`: decisions; `before`, `value`: percent, in force and offered."""

    account: Account
    ground: Ground
    number: int
    before: int
    value: int | None
    levels: Sequence[LevelLine]
    offer: ThresholdOffer | None = None
    may_take: bool = False
    may_leave: bool = False


@dataclass(frozen=True, slots=True)
class GroundLine:
    """The threshold of most accounts, in percent, and the accounts that have another one."""

    ground: Ground
    usual: int
    others: Sequence[tuple[Account, int]]


def chart_of_offer(offer: ThresholdOffer, *, may_take: bool, may_leave: bool) -> Chart:
    before, value = offer.percents
    levels = _lines(offer.account, offer.ground, offer.before, offer.value)
    return Chart(offer.account, Ground(offer.ground), offer.decided, before, value, levels, offer, may_take, may_leave)


def chart_of_most(measures: Mapping[Account, Sequence[Measure]]) -> Chart | None:
    """The ground and account with the most decisions; None without any."""
    found = [(account, one) for account, own in measures.items() for one in own if one.marks]
    if not found:
        return None
    account, one = max(found, key=lambda pair: pair[1].marks)
    return Chart(account, one.ground, one.marks, one.percent, None, _lines(account, one.ground, one.percent / 100))


def ground_lines(measures: Mapping[Account, Sequence[Measure]]) -> list[GroundLine]:
    return [_ground_line(ground, measures) for ground in Ground] if measures else []


def _ground_line(ground: Ground, measures: Mapping[Account, Sequence[Measure]]) -> GroundLine:
    own = {account: one.percent for account, of in measures.items() for one in of if one.ground == ground}
    [(usual, _number)] = Counter(own.values()).most_common(1)
    return GroundLine(ground, usual, [(account, percent) for account, percent in own.items() if percent != usual])


def _lines(account: Account, ground: str, before: float, offered: float | None = None) -> list[LevelLine]:
    levels = levels_of(account, ground, before, offered)
    most = max((one.deleted + one.kept for one in levels), default=0) or 1
    named = {round(100 * before): "сейчас"} | ({} if offered is None else {round(100 * offered): "предлагаем"})
    return [
        LevelLine(
            percent=one.percent,
            says=named.get(one.percent, ""),
            deleted=one.deleted,
            kept=one.kept,
            gone=WIDTH * one.deleted // most,
            left=WIDTH * one.kept // most,
        )
        for one in levels
    ]

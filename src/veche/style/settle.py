"""One finding for one sin: of two that overlap the more telling one stays.

A long sentence, a long paragraph, a shout in capitals, a turn of participles and what an answer lacks are sins of
another size than the words in them, so they may lie around those; two of one size may not overlap.
"""

from bisect import bisect_right
from collections.abc import Iterable

from veche.style.finding import Sin

_SIZES = {"R20": 8, "R12": 3, "R11": 2, "R06": 1, "A01": 4, "A02": 5, "A03": 6, "A04": 7}
_ORDER = (
    *("R12", "R11", "R06", "R20", "R08", "A05", "R02", "R15", "R16", "R17", "R07", "R01", "R19", "R18"),
    *("R04", "R03", "R05", "R10", "R09", "R14", "R13", "A01", "A02", "A03", "A04"),
)
_RANK = {rule: rank for rank, rule in enumerate(_ORDER)}
# These words may go together with what is replaced around them.
_TAKEN_IN = {"R09", "R10", "R14"}


def settled(sins: Iterable[Sin]) -> list[Sin]:
    """In order of their beginnings."""
    rows: dict[int, _Row] = {}
    for sin in sorted(sins, key=_importance):
        rows.setdefault(_SIZES.get(sin.rule, 0), _Row()).add(sin)
    return sorted(
        (sin for row in rows.values() for sin in row.widened()), key=lambda sin: (sin.start, -sin.end, sin.rule)
    )


class _Row:
    """Sins of one size in order, none over another."""

    def __init__(self) -> None:
        self._sins: list[Sin] = []
        self._bare: list[Sin] = []
        self._starts: list[int] = []

    def add(self, sin: Sin) -> None:
        bare = sin.bare
        at = bisect_right(self._starts, bare.start)
        if any(_overlap(bare, other) for other in self._bare[max(0, at - 1) : at + 1]):
            return
        self._sins.insert(at, sin)
        self._bare.insert(at, bare)
        self._starts.insert(at, bare.start)

    def widened(self) -> list[Sin]:
        """Each with its replacement where that takes no other sin in; small words after it are taken in."""
        wide: list[Sin] = []
        for at, sin in enumerate(self._sins):
            if wide and _overlap(wide[-1], self._bare[at]):
                continue
            over = [other for other in self._bare[at + 1 : at + 12] if _overlap(sin, other)]
            before = bool(wide) and _overlap(sin, wide[-1])
            fits = not before and all(other.rule in _TAKEN_IN for other in over)
            wide.append(sin if fits else self._bare[at])
        return wide


def _overlap(one: Sin, other: Sin) -> bool:
    return one.start < other.end and other.start < one.end


def _importance(sin: Sin) -> tuple[int, int, int]:
    rank = _RANK["R01"] if sin.rule == "R03" and sin.replacement else _RANK[sin.rule]
    bare = sin.bare
    return (rank, bare.start - bare.end, bare.start)

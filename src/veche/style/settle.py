"""One finding for one sin: of two that overlap the more telling one stays.

A long sentence, a long paragraph, a turn of participles and what an answer lacks are sins of another size than the
words in them, so they may lie around those; two of one size may not overlap.
"""

from collections.abc import Iterable

from veche.style.finding import Sin

_SIZES = {"R12": 3, "R11": 2, "R06": 1, "A01": 4, "A02": 5, "A03": 6, "A04": 7}
_ORDER = (
    *("R12", "R11", "R06", "R20", "R08", "A05", "R02", "R15", "R16", "R07", "R01", "R17", "R19", "R18"),
    *("R04", "R03", "R05", "R10", "R09", "R14", "R13", "A01", "A02", "A03", "A04"),
)
_RANK = {rule: rank for rank, rule in enumerate(_ORDER)}
# These words may go together with what is replaced around them.
_TAKEN_IN = {"R09", "R10", "R14"}


def settled(sins: Iterable[Sin]) -> list[Sin]:
    """In order of their beginnings."""
    kept: dict[int, list[Sin]] = {}
    for sin in sorted(sins, key=_importance):
        row = kept.setdefault(_SIZES.get(sin.rule, 0), [])
        bare = sin.bare
        if not any(_overlap(bare, other.bare) for other in row):
            row.append(sin)
    return sorted(
        (sin for row in kept.values() for sin in _widened(row)), key=lambda sin: (sin.start, -sin.end, sin.rule)
    )


def _widened(row: list[Sin]) -> list[Sin]:
    """Each with its replacement where that takes no other sin in; small words are taken in."""
    wide: list[Sin] = []
    gone: set[Sin] = set()
    for sin in row:
        if sin in gone:
            continue
        if sin.core is None:
            wide.append(sin)
            continue
        others = [other for other in row if other is not sin and other not in gone and _overlap(sin, other.bare)]
        if all(other.rule in _TAKEN_IN and other not in wide for other in others):
            gone |= set(others)
            wide.append(sin)
        else:
            wide.append(sin.bare)
    return [sin for sin in wide if sin not in gone]


def _overlap(one: Sin, other: Sin) -> bool:
    return one.start < other.end and other.start < one.end


def _importance(sin: Sin) -> tuple[int, int, int]:
    rank = _RANK["R01"] if sin.rule == "R03" and sin.replacement else _RANK[sin.rule]
    bare = sin.bare
    return (rank, bare.start - bare.end, bare.start)

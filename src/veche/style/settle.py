"""One finding for one sin: of two that overlap the more telling one stays.

A long sentence, a long paragraph, a headline and a turn of participles are sins of another size than the words in them,
so they may lie around those; two of one size may not overlap.
"""

from collections.abc import Iterable

from veche.style.finding import Sin

_SIZES = {"R12": 3, "R11": 2, "R06": 1, "A01": 4, "A02": 5, "A03": 6, "A04": 7}
_RANK = {
    rule: rank
    for rank, rule in enumerate(
        ["R12", "R11", "R06", "R08", "A05", "R02", "R15", "R16", "R07", "R01", "R17", "R19", "R18", "R04", "R03", "R05", "R10", "R09", "R14", "R13", "R20", "A01", "A02", "A03", "A04"]
    )
}


def settled(sins: Iterable[Sin]) -> list[Sin]:
    """In order of their beginnings."""
    kept: dict[int, list[Sin]] = {}
    for sin in sorted(sins, key=_importance):
        row = kept.setdefault(_SIZES.get(sin.rule, 0), [])
        if not any(sin.start < other.end and other.start < sin.end for other in row):
            row.append(sin)
    return sorted((sin for row in kept.values() for sin in row), key=lambda sin: (sin.start, -sin.end, sin.rule))


def _importance(sin: Sin) -> tuple[int, int, int]:
    rank = _RANK["R01"] if sin.rule == "R03" and sin.replacement else _RANK[sin.rule]
    return (rank, sin.start - sin.end, sin.start)

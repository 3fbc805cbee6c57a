"""Resolve overlapping findings: the more specific one stays.

Long sentences and paragraphs, capitals, participle phrases and gaps of answers have another size than findings about
words, so they may contain those; two of one size may not overlap.
"""

from bisect import bisect_right
from collections.abc import Iterable

from veche.style.finding import RawFinding

_SIZES = {"R20": 8, "R12": 3, "R11": 2, "R06": 1, "A01": 4, "A02": 5, "A03": 6, "A04": 7}
_ORDER = (
    *("R12", "R11", "R06", "R20", "R08", "A05", "R02", "R15", "R16", "R17", "R07", "R01", "R19", "R18"),
    *("R04", "R03", "R05", "R10", "R09", "R14", "R13", "A01", "A02", "A03", "A04"),
)
_RANK = {rule: rank for rank, rule in enumerate(_ORDER)}
# Rules whose words may be part of a surrounding replacement.
_TAKEN_IN = {"R09", "R10", "R14"}


def without_overlaps(findings: Iterable[RawFinding]) -> list[RawFinding]:
    """The remaining findings in order of their positions."""
    rows: dict[int, _Row] = {}
    for finding in sorted(findings, key=_importance):
        rows.setdefault(_SIZES.get(finding.rule, 0), _Row()).add(finding)
    return sorted(
        (finding for row in rows.values() for finding in row.widened()),
        key=lambda finding: (finding.start, -finding.end, finding.rule),
    )


class _Row:
    """Findings of one size in order, without overlaps."""

    def __init__(self) -> None:
        self._findings: list[RawFinding] = []
        self._bare: list[RawFinding] = []
        self._starts: list[int] = []

    def add(self, finding: RawFinding) -> None:
        bare = finding.bare
        at = bisect_right(self._starts, bare.start)
        if any(_overlap(bare, other) for other in self._bare[max(0, at - 1) : at + 1]):
            return
        self._findings.insert(at, finding)
        self._bare.insert(at, bare)
        self._starts.insert(at, bare.start)

    def widened(self) -> list[RawFinding]:
        """Findings with their replacements, unless these cover another finding; small ones inside are absorbed."""
        wide: list[RawFinding] = []
        for at, finding in enumerate(self._findings):
            if wide and _overlap(wide[-1], self._bare[at]):
                continue
            over = [other for other in self._bare[at + 1 : at + 12] if _overlap(finding, other)]
            before = bool(wide) and _overlap(finding, wide[-1])
            fits = not before and all(other.rule in _TAKEN_IN for other in over)
            wide.append(finding if fits else self._bare[at])
        return wide


def _overlap(one: RawFinding, other: RawFinding) -> bool:
    return one.start < other.end and other.start < one.end


def _importance(finding: RawFinding) -> tuple[int, int, int]:
    rank = _RANK["R01"] if finding.rule == "R03" and finding.replacement else _RANK[finding.rule]
    bare = finding.bare
    return (rank, bare.start - bare.end, bare.start)

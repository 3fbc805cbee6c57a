"""Findings of `style` beside those of the families: one fault is said once, by the family."""

from collections.abc import Iterable, Sequence

from veche.preflight.finding import KindFinding
from veche.style.check import Units
from veche.style.report import Finding

_SAME_FAULT = {
    "R11": {"A1"},
    "R12": {"A2"},
    "R20": {"A3", "A4", "A10"},
    "R13": {"A11"},
    "R05": {"A12"},
    "R14": {"A12", "foreign_word"},
    "R16": {"weekday_mismatch"},
}


def as_findings(text: str, said: Iterable[KindFinding]) -> list[Finding]:
    """The findings in the shape of `style`, with offsets of JavaScript."""
    units = Units(text)
    return [
        Finding(
            one.rule,
            one.family,
            one.start,
            one.end,
            units(one.start),
            units(one.end),
            one.severity,
            one.message,
            one.replacement,
        )
        for one in said
    ]


def not_said_again(findings: Iterable[Finding], said: Sequence[KindFinding]) -> list[Finding]:
    """The findings of `style` that no finding of a family covers."""
    return [one for one in findings if not any(_is_same(one, other) for other in said)]


def _is_same(one: Finding, other: KindFinding) -> bool:
    if other.kind not in _SAME_FAULT.get(one.rule, ()):
        return False
    # Too many emoji or hashtags are one fault of the whole text, wherever each family puts it.
    return (other.kind in {"A3", "A4"} and one.rule == "R20" and "заглавн" not in one.message) or (
        one.start < other.end and other.start < one.end
    )

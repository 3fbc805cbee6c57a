"""What a rule gives back before the offsets of JavaScript are counted and overlaps are settled."""

from dataclasses import dataclass

from veche.style.report import Family, Severity


@dataclass(frozen=True, slots=True)
class Sin:
    rule: str
    start: int
    end: int
    severity: Severity
    message: str
    replacement: str | None = None
    family: Family = "style"

"""Findings of rules, before JavaScript offsets are computed and overlaps are settled."""

from dataclasses import dataclass

from veche.style.report import Family, Severity


@dataclass(frozen=True, slots=True)
class RawFinding:
    """One finding of a rule.

    `core`: the words it is about if the replacement covers more, as «за уборкой» in «осуществляет контроль за уборкой»;
    otherwise start and end are these words.
    """

    rule: str
    start: int
    end: int
    severity: Severity
    message: str
    replacement: str | None = None
    family: Family = "style"
    core: tuple[int, int] | None = None

    @property
    def bare(self) -> "RawFinding":
        """The finding reduced to its core, without a replacement."""
        if self.core is None:
            return self
        return RawFinding(self.rule, *self.core, self.severity, self.message, family=self.family)

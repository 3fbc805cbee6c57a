"""What a rule gives back before the offsets of JavaScript are counted and overlaps are settled."""

from dataclasses import dataclass

from veche.style.report import Family, Severity


@dataclass(frozen=True, slots=True)
class Sin:
    """`core`: the words of the sin itself, where the replacement takes more, as «за уборкой» in «осуществляет контроль
    за уборкой»; without it start and end are these words."""

    rule: str
    start: int
    end: int
    severity: Severity
    message: str
    replacement: str | None = None
    family: Family = "style"
    core: tuple[int, int] | None = None

    @property
    def bare(self) -> "Sin":
        """Without a replacement that would take other words in."""
        if self.core is None:
            return self
        return Sin(self.rule, *self.core, self.severity, self.message, family=self.family)

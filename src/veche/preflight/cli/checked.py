"""A text with its verdict, as shown in reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from veche.preflight.cli.sources import Source
from veche.preflight.finding import KindFinding
from veche.style.report import Finding, Report, Verdict

VERDICTS: Mapping[Verdict, str] = {"official": "канцелярит", "dry": "живого маловато", "live": "живая речь"}


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A checked text. `warned` uses the given threshold, else the engine's own.

    `families`: those asked for, empty if none was named; then `kinds` tells more of the findings of `preflight`, which
    stand in the report with the others. `cautions`: Russian sentences about the registers.
    """

    source: Source
    report: Report
    threshold: int | None
    families: tuple[str, ...] = ()
    kinds: Mapping[Finding, KindFinding] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()

    @property
    def warned(self) -> bool:
        return self.report.warned if self.threshold is None else self.report.score < self.threshold

    @property
    def verdict(self) -> Verdict:
        if self.warned:
            return "official"
        return "dry" if self.report.warned else self.report.verdict

    @property
    def findings(self) -> list[Finding]:
        return [finding for finding in self.report.findings if finding.severity != "hint"]

    @property
    def failed(self) -> bool:
        """Whether a chosen family warns."""
        style = self.warned and (not self.families or "style" in self.families)
        return style or any(one.severity != "hint" for one in self.kinds)

    def as_dict(self) -> dict[str, object]:
        """The JSON object for `--json`."""
        told: dict[str, object] = {
            "file": self.source.name,
            "score": self.report.score,
            "warned": self.warned,
            "readability": self.report.readability.words,
            "findings": [self._as_dict(finding) for finding in self.report.findings],
            "signs": list(self.report.signs),
        }
        if self.source.number is not None:
            told["id"] = self.source.number
        return {**told, "families": list(self.families), "cautions": list(self.cautions)} if self.families else told

    def _as_dict(self, finding: Finding) -> dict[str, object]:
        """`kind` and `source` are added if families were asked for; None for a finding of style."""
        if not self.families:
            return _as_dict(finding)
        known = self.kinds.get(finding)
        return {
            **_as_dict(finding),
            "kind": known.kind if known else None,
            "source": known.source if known else None,
            "forbidden": bool(known and known.forbidden),
        }


def _as_dict(finding: Finding) -> dict[str, object]:
    names = ("rule", "family", "start", "end", "start16", "end16", "severity", "message", "replacement")
    return {name: getattr(finding, name) for name in names}


def visible(text: str) -> str:
    """Replace unprintable characters, which could move the cursor or hide words, by spaces."""
    return "".join(char if char.isprintable() else " " for char in text)

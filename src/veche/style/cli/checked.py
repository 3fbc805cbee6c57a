"""A text with its verdict, as shown in reports."""

from collections.abc import Mapping
from dataclasses import dataclass

from veche.style.cli.sources import Source
from veche.style.report import Finding, Report, Verdict

VERDICTS: Mapping[Verdict, str] = {"official": "канцелярит", "dry": "живого маловато", "live": "живая речь"}


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A checked text. `warned` uses the given threshold, else the engine's own."""

    source: Source
    report: Report
    threshold: int | None

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

    def as_dict(self) -> dict[str, object]:
        """The JSON object for `--json`."""
        return {
            "file": self.source.name,
            "score": self.report.score,
            "warned": self.warned,
            "readability": self.report.readability.words,
            "findings": [_as_dict(finding) for finding in self.report.findings],
            "signs": list(self.report.signs),
        }


def _as_dict(finding: Finding) -> dict[str, object]:
    names = ("rule", "family", "start", "end", "start16", "end16", "severity", "message", "replacement")
    return {name: getattr(finding, name) for name in names}


def visible(text: str) -> str:
    """Replace unprintable characters, which could move the cursor or hide words, by spaces."""
    return "".join(char if char.isprintable() else " " for char in text)

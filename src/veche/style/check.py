"""The judge of what goes out (clause 2.4): written colloquial speech is wanted, officialese is not. It warns only."""

from bisect import bisect_left

from veche.style.finding import RawFinding
from veche.style.raw_findings import raw_findings_of
from veche.style.readability import readability
from veche.style.report import Finding, Form, Report
from veche.style.score import judged, scored
from veche.style.shown import Shown
from veche.style.signs import signs
from veche.style.text import Text


def check(text: str, *, form: Form = "post") -> Report:
    """Judge `text` as a post, or as an answer to a resident. Any Unicode is survived; nothing is stored or sent."""
    shown = Shown(text)
    taken = Text(shown.text)
    findings = raw_findings_of(taken, form=form)
    score, parts = scored(taken, findings)
    units = _Units(text)
    return Report(
        score=score,
        parts=parts,
        findings=tuple(units.finding(shown.back(finding)) for finding in findings),
        signs=signs(taken),
        readability=readability(taken),
        verdict=judged(score, taken, findings),
    )


class _Units:
    """Offsets as JavaScript counts them: a sign beyond the first 65 536 is two."""

    def __init__(self, text: str) -> None:
        narrow = not text or max(text) <= "\uffff"
        self._wide = [] if narrow else [at for at, char in enumerate(text) if ord(char) > 0xFFFF]

    def __call__(self, at: int) -> int:
        return at + bisect_left(self._wide, at)

    def finding(self, finding: RawFinding) -> Finding:
        return Finding(
            finding.rule,
            finding.family,
            finding.start,
            finding.end,
            self(finding.start),
            self(finding.end),
            finding.severity,
            finding.message,
            finding.replacement,
        )

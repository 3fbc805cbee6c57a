"""Check outgoing texts (clause 2.4): written colloquial speech is wanted, officialese is not. It only warns."""

from bisect import bisect_left

from veche.style.finding import RawFinding
from veche.style.raw_findings import raw_findings_of
from veche.style.readability import readability
from veche.style.report import Finding, Form, Report
from veche.style.score import scored, verdict_of
from veche.style.signs import signs
from veche.style.text import Text
from veche.style.visible_text import VisibleText


class ParsedText:
    """A text parsed once for all checks. `text`: what is visible of `source`, in sentences and words."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.visible = VisibleText(source)
        self.text = Text(self.visible.text)
        self._found: dict[Form, list[RawFinding]] = {}

    def raw_findings(self, form: Form = "post") -> list[RawFinding]:
        """Findings of the rules in the visible text."""
        if form not in self._found:
            self._found[form] = raw_findings_of(self.text, form=form)
        return self._found[form]


def check(text: str | ParsedText, *, form: Form = "post") -> Report:
    """Check `text` as a post, or as an answer to a resident. Accepts any Unicode; nothing is stored or sent."""
    whole = ParsedText(text) if isinstance(text, str) else text
    parsed, findings = whole.text, whole.raw_findings(form)
    score, parts = scored(parsed, findings)
    units = Units(whole.source)
    return Report(
        score=score,
        parts=parts,
        findings=tuple(units.finding(whole.visible.to_source(finding)) for finding in findings),
        signs=signs(parsed),
        readability=readability(parsed),
        verdict=verdict_of(score, parsed, findings),
    )


class Units:
    """Convert offsets to UTF-16 units, as JavaScript counts: characters beyond U+FFFF are two."""

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

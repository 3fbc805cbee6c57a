"""The judge of what goes out (clause 2.4): written colloquial speech is wanted, officialese is not. It warns only."""

from bisect import bisect_left

from veche.style.finding import Sin
from veche.style.readability import readability
from veche.style.report import Finding, Form, Report
from veche.style.score import judged, scored
from veche.style.shown import Shown
from veche.style.signs import signs
from veche.style.sins import sins_of
from veche.style.text import Text


def check(text: str, *, form: Form = "post") -> Report:
    """Judge `text` as a post, or as an answer to a resident. Any Unicode is survived; nothing is stored or sent."""
    shown = Shown(text)
    taken = Text(shown.text)
    sins = sins_of(taken, form=form)
    score, parts = scored(taken, sins)
    units = _Units(text)
    return Report(
        score=score,
        parts=parts,
        findings=tuple(units.finding(shown.back(sin)) for sin in sins),
        signs=signs(taken),
        readability=readability(taken),
        verdict=judged(score, taken, sins),
    )


class _Units:
    """Offsets as JavaScript counts them: a sign beyond the first 65 536 is two."""

    def __init__(self, text: str) -> None:
        narrow = not text or max(text) <= "\uffff"
        self._wide = [] if narrow else [at for at, char in enumerate(text) if ord(char) > 0xFFFF]

    def __call__(self, at: int) -> int:
        return at + bisect_left(self._wide, at)

    def finding(self, sin: Sin) -> Finding:
        return Finding(
            sin.rule,
            sin.family,
            sin.start,
            sin.end,
            self(sin.start),
            self(sin.end),
            sin.severity,
            sin.message,
            sin.replacement,
        )

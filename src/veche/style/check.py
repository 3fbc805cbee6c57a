"""The judge of what goes out (clause 2.4): written colloquial speech is wanted, officialese is not. It warns only."""

from veche.style.finding import Sin
from veche.style.readability import readability
from veche.style.report import Finding, Form, Part, Report
from veche.style.rules import RULES
from veche.style.settle import settled
from veche.style.text import Text


def check(text: str, *, form: Form = "post") -> Report:
    """Judge `text` as a post, or as an answer to a resident. Any Unicode is survived; nothing is stored or sent."""
    taken = Text(text)
    sins = settled(sin for rule in RULES for sin in rule(taken))
    lost = min(100, 8 * len(sins))
    return Report(
        score=100 - lost,
        parts=(Part("канцеляризмы", -lost),) if lost else (),
        findings=tuple(_finding(sin, text) for sin in sins),
        signs=(),
        readability=readability(taken),
        warned=lost > 40,
    )


def _finding(sin: Sin, text: str) -> Finding:
    return Finding(
        sin.rule,
        sin.family,
        sin.start,
        sin.end,
        _utf16(text, sin.start),
        _utf16(text, sin.end),
        sin.severity,
        sin.message,
        sin.replacement,
    )


def _utf16(text: str, at: int) -> int:
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2

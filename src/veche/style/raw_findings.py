"""Run all rules and resolve overlaps."""

from veche.style.answers import answer
from veche.style.finding import RawFinding
from veche.style.names import outside_names
from veche.style.overlaps import without_overlaps
from veche.style.report import Form
from veche.style.rules import RULES
from veche.style.text import Text


def raw_findings_of(text: Text, *, form: Form = "post") -> list[RawFinding]:
    """Findings in order of their positions."""
    rules = (*RULES, answer) if form == "answer" else RULES
    return without_overlaps(outside_names(text, (finding for rule in rules for finding in rule(text))))

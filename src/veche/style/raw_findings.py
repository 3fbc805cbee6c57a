"""Run all rules, one finding for each place."""

from veche.style.answers import answer
from veche.style.finding import RawFinding
from veche.style.names import outside_names
from veche.style.report import Form
from veche.style.rules import RULES
from veche.style.settle import settled
from veche.style.text import Text


def raw_findings_of(text: Text, *, form: Form = "post") -> list[RawFinding]:
    """In order of their beginnings."""
    rules = (*RULES, answer) if form == "answer" else RULES
    return settled(outside_names(text, (finding for rule in rules for finding in rule(text))))

"""Run all rules, one finding for each place."""

from veche.style.answers import answer
from veche.style.finding import Sin
from veche.style.names import outside_names
from veche.style.report import Form
from veche.style.rules import RULES
from veche.style.settle import settled
from veche.style.text import Text


def sins_of(text: Text, *, form: Form = "post") -> list[Sin]:
    """In order of their beginnings."""
    rules = (*RULES, answer) if form == "answer" else RULES
    return settled(outside_names(text, (sin for rule in rules for sin in rule(text))))

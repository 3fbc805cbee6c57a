"""The result of one rule, before thresholds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """`start`, `end`: in the folded text; `score`: confidence of the rule, 0…1; `words`: the reason, in Russian.

    A score of 0 is evidence against the ground: a humiliating or threatening word is present but not meant so.
    """

    ground: str
    start: int
    end: int
    rule: str
    words: str
    score: float


def against(ground: str, rule: str) -> Hit:
    """Evidence against a ground: a rule checked the text and let it pass. It has no place and is not shown."""
    return Hit(ground, 0, 0, rule, "", 0.0)

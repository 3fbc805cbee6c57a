"""What one rule found, before thresholds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """`start` and `end` in the folded text; `score`: how sure the rule is, 0…1; `words`: why, in Russian.

    A score of 0 speaks against the ground: a word that humiliates or threatens is there, and was not meant so.
    """

    ground: str
    start: int
    end: int
    rule: str
    words: str
    score: float


def against(ground: str, rule: str) -> Hit:
    """What a rule looked at and let go; it stands nowhere, and nobody is shown it."""
    return Hit(ground, 0, 0, rule, "", 0.0)

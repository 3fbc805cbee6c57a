"""What one rule found, before thresholds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """`start` and `end` in the folded text; `score`: how sure the rule is, 0…1; `words`: why, in Russian."""

    ground: str
    start: int
    end: int
    rule: str
    words: str
    score: float

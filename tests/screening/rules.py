"""Results of rules alone. `test_quality` measures them together with the models."""

from veche.screening.linear import HEADS, Head
from veche.screening.screen import evidence

QUIET: dict[Head, float] = dict.fromkeys(HEADS, -4.0)


def ruled(text: str) -> set[str]:
    """Grounds of which a rule has a score of at least 0.5."""
    return {ground for ground, score in evidence(text, QUIET).rules.items() if score >= 0.5}

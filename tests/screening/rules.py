"""What rules alone say of a text. `test_quality` measures them together with the models."""

from veche.screening.linear import HEADS, Head
from veche.screening.screen import evidence

QUIET: dict[Head, float] = dict.fromkeys(HEADS, -4.0)


def ruled(text: str) -> set[str]:
    """The grounds of which a rule is more sure than not."""
    return {ground for ground, score in evidence(text, QUIET).rules.items() if score >= 0.5}

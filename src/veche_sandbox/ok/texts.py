"""Normalised texts, their limits, and the censor."""

import re

from veche_sandbox.blank import is_blank

LONGEST_TOPIC = 16_384
LONGEST_COMMENT = 3_000
# OK does not publish its list: the plainest roots suffice for training.
_OBSCENE = re.compile(r"\b(?:на|по|ни|о)?(?:ху[йяеё]|пизд|бля[дт]|[её]ба[лнт])", re.IGNORECASE)


def cleaned(text: str) -> str:
    """The text without outer spaces; "" if it has no visible characters."""
    return "" if is_blank(text) else text.replace("\r\n", "\n").replace("\r", "\n").strip()


def length(text: str) -> int:
    """The length in UTF-16 units, the stricter reading: the unit is not documented."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_censored(text: str) -> bool:
    return _OBSCENE.search(text) is not None

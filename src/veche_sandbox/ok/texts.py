"""Texts as they stand on the page, their limits, and the censor."""

import re

from veche_sandbox.blank import is_blank

LONGEST_TOPIC = 16_384
LONGEST_COMMENT = 3_000
# OK shows its list to nobody: the plainest roots are enough to train with.
_OBSCENE = re.compile(r"\b(?:на|по|ни|о)?(?:ху[йяеё]|пизд|бля[дт]|[её]ба[лнт])", re.IGNORECASE)


def cleaned(text: str) -> str:
    """Edges trimmed; "" where nothing is to be seen."""
    return "" if is_blank(text) else text.replace("\r\n", "\n").replace("\r", "\n").strip()


def length(text: str) -> int:
    """UTF-16 units: the stricter reading, no document names the unit."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_censored(text: str) -> bool:
    return _OBSCENE.search(text) is not None

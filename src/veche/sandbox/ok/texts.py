"""Texts as they stand on the page, and their limits."""

LONGEST_TOPIC = 16_384
LONGEST_COMMENT = 3_000


def cleaned(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def length(text: str) -> int:
    """UTF-16 units: the stricter reading, no document names the unit."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2

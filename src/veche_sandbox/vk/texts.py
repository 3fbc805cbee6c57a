"""Normalised texts and their limits."""

from veche_sandbox.blank import is_blank
from veche_sandbox.vk.errors import bad_param

LONGEST_POST = 16_384
LONGEST_COMMENT = 4_096


def length(text: str) -> int:
    """The length in UTF-16 units, the stricter reading: VK does not document the unit."""
    return len(text.encode("utf-16-le")) // 2


def cleaned(text: str, longest: int) -> str:
    """The text without outer spaces, CRLF as LF, "" without visible characters; error 100 if longer than `longest`
    units.
    """
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if length(kept) > longest:
        raise bad_param("message is too long")
    return "" if is_blank(kept) else kept

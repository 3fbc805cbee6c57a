"""How a text comes back from VK, and how long it may be."""

from veche_sandbox.blank import is_blank
from veche_sandbox.vk.errors import bad_param

LONGEST_POST = 16_384
LONGEST_COMMENT = 4_096


def length(text: str) -> int:
    """UTF-16 units: VK does not say, and this is the stricter reading."""
    return len(text.encode("utf-16-le")) // 2


def cleaned(text: str, longest: int) -> str:
    """Edges trimmed, CRLF to LF, "" where nothing is to be seen; error 100 when longer than `longest` units."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if length(kept) > longest:
        raise bad_param("message is too long")
    return "" if is_blank(kept) else kept

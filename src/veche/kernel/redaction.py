"""Keep secrets out of logs: recognised by type, by the name before them, and by their shape."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from veche.kernel.crypto import MASK, Secret

LONGEST = 20_000
DEEPEST = 6
MOST_ITEMS = 200

_WORDS = "password|passwd|secret|token|authorization|cookie|api[_-]?key|access[_-]?key|private[_-]?key|keyring"
_SECRET_NAME = re.compile(rf"[\w-]*(?:{_WORDS})|sessionid|otp|totp", re.IGNORECASE)
# «code» is also an error's number: only what is long enough for a one-time or an OAuth code is masked.
_SHORT_CODE = 6

# Settings add those of the networks' keys (`mask_shapes`).
_SHAPES = [
    # A key of the keyring.
    re.compile(r"\bk\d+:[A-Za-z0-9+/]{43}="),
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END|\Z)", re.DOTALL),
]
_AFTER_A_NAME = [
    re.compile(r"(\b(?:Bearer|Basic|Token)\s+)[\w.~+/=-]{6,}", re.IGNORECASE),
    re.compile(r"(\b(?:Set-)?Cookie[\"']?\s*[:=]\s*[\"']?)[^\r\n\"']+", re.IGNORECASE),
    re.compile(
        # What stands before the word is not looked at: «a-a-a-…» in an address took a minute that way.
        rf"((?:{_WORDS}|\b(?:sessionid|t?otp))(?:\\?[\"'])?\s*(?:=|:|%3[Dd]|=>)\s*)"
        r"(\"[^\"]*\"|'[^']*'|[^\s&,;\"'<>)}\]]+)",
        re.IGNORECASE,
    ),
    re.compile(r"(\bcode(?:\\?[\"'])?\s*(?:=|:|%3[Dd])\s*[\"']?)[^\s&,;\"'<>)}\]]{6,}", re.IGNORECASE),
    re.compile(r"(://[^/\s:@]*:)[^/\s@]+(?=@)"),
    # Addresses that open a door by themselves: a network's call back, an invitation, a new password, a request.
    re.compile(r"(/hooks/\w+/|/people/invite/|/password/reset/key/\w+-)[\w-]{16,}"),
    re.compile(r"(/requests/link/)[\w:-]{16,}"),
    re.compile(r"(/week/items/feed/)[\w-]{16,}"),
]
# What could begin a new line, move the cursor or turn the reading direction of a log.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_known: set[str] = set()


def mask_shapes(shapes: Iterable[re.Pattern[str]]) -> None:
    """Mask whatever has one of these shapes from now on, wherever it stands in a text."""
    _SHAPES[:0] = [shape for shape in shapes if shape not in _SHAPES]


def conceal(secret: Secret) -> None:
    """Mask this value from now on, whatever its shape. Short values are ignored, as they would mask ordinary words."""
    value = secret.reveal()
    if len(value) >= 8:
        _known.update((value, quote(value, safe="")))


def redacted_text(text: str) -> str:
    text = _masked(text, _secrets_in(text))
    for shape in _AFTER_A_NAME:
        text = shape.sub(rf"\1{MASK}", text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… (+{len(text) - LONGEST})"


def _secrets_in(text: str) -> list[tuple[int, int]]:
    """Where known values and shapes begin and end. They are looked for in the same text: a value may be a part of a
    longer key, whose rest no shape would know any more."""
    known = (re.finditer(re.escape(value), text) for value in _known if value in text)
    shaped = (shape.finditer(text) for shape in _SHAPES)
    return sorted(found.span() for matches in (*known, *shaped) for found in matches)


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with one mask for all spans, in order, that overlap."""
    parts, shown_to = [], 0
    for begins, ends in spans:
        if begins >= shown_to:
            parts += [text[shown_to:begins], MASK]
        shown_to = max(shown_to, ends)
    return "".join(parts) + text[shown_to:]


def looks_like_a_key(text: str) -> bool:
    """Whether `text` contains something shaped like a key."""
    return any(shape.search(text) for shape in _SHAPES)


def one_line(text: str) -> str:
    """Escape line breaks and controls (`\\n`, `\\x1b`), so that outside text cannot forge a log line."""
    return _UNSAFE.sub(lambda mark: mark.group().encode("unicode_escape", "surrogatepass").decode(), text)


def redacted(value: Any, *, name: str = "", depth: int = 0) -> Any:
    """The value as plain JSON without secrets. `name`: the key under which it is logged."""
    if isinstance(value, Secret) or _is_secret_under(name, value):
        return MASK
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        return _redacted_collection(value, name, depth)
    return one_line(redacted_text(_shown(value)))


def _redacted_collection(value: Any, name: str, depth: int) -> Any:
    if depth >= DEEPEST:
        return "…"
    if isinstance(value, Mapping):
        return _redacted_mapping(value, depth)
    return [redacted(item, name=name, depth=depth + 1) for item in list(value)[:MOST_ITEMS]]


def _redacted_mapping(value: Mapping[Any, Any], depth: int) -> dict[str, Any]:
    items = list(value.items())[:MOST_ITEMS]
    return {redacted(_shown(key)): redacted(inner, name=_shown(key), depth=depth + 1) for key, inner in items}


def _is_secret_under(name: str, value: Any) -> bool:
    if not name or value is None or isinstance(value, bool):
        return False
    if name.lower() == "code":
        return len(_shown(value)) >= _SHORT_CODE
    return _SECRET_NAME.fullmatch(name) is not None


def _shown(value: Any) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", "replace")
    try:
        return str(value)
    except Exception:  # noqa: BLE001 -- somebody's __str__ may not stop the log
        return f"<{type(value).__name__}>"

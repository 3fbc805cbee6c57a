"""HTML of long lists: as Django's `format_html`, which takes three times as long because it looks for lazy texts."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString


def drawn(form: str, *parts: object) -> SafeString:
    """`form` with the parts in place of its braces: HTML as it is, everything else escaped."""
    return SafeString(form.format(*[part if isinstance(part, SafeString) else escape(str(part)) for part in parts]))


def joined(parts: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(parts))

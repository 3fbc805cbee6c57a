"""Detect texts without visible characters."""

from unicodedata import category

_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Controls, signs without a width of their own, spaces."""
_EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that are drawn as nothing: Hangul fillers, the empty Braille pattern."""


def is_blank(text: str) -> bool:
    return all(category(letter) in _UNSEEN or letter in _EMPTY for letter in text)

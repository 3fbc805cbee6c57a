"""Keep right-to-left text and direction controls in people's words from reordering the text around them.

On pages `<bdi>` and CSS do this (frontend/css/base.css). `isolated` does it for sentences built in Python and for
letters, with the characters of UAX #9. Names and titles are stored without such controls and must have something
visible (`veche.kit.fields.NameField`).
"""

import re
import unicodedata
from typing import Final

FIRST_STRONG_ISOLATE: Final = "\N{FIRST STRONG ISOLATE}"
POP_ISOLATE: Final = "\N{POP DIRECTIONAL ISOLATE}"
_OPENS: Final = frozenset("\N{LEFT-TO-RIGHT ISOLATE}\N{RIGHT-TO-LEFT ISOLATE}\N{FIRST STRONG ISOLATE}")
# Marks, embeddings, overrides and isolates; then the blocks of Hebrew, Arabic, Syriac, Thaana, NKo and the other
# scripts that run from right to left (Unicode, DerivedBidiClass.txt: classes R and AL).
_TURNS: Final = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_CONTROLS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Letters by their category, and nothing to see: the fillers of Hangul.
_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u3164\uffa0")
_BLANK_CATEGORIES: Final = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))


def without_controls(words: str) -> str:
    return _CONTROLS.sub("", words)


def is_seen(words: str) -> bool:
    """Whether the text has a visible letter or digit."""
    return any(unicodedata.category(sign)[0] in "LN" and sign not in _BLANK_LETTERS for sign in words)


def is_blank(words: str) -> bool:
    """Whether the text is of spaces, controls and zero-width signs alone; so is an empty one."""
    return all(unicodedata.category(sign) in _BLANK_CATEGORIES for sign in words)


def one_line(words: str) -> str:
    """The text on one line without controls; "" if nothing in it can be seen."""
    return "" if is_blank(words) else " ".join(without_controls(words).split())


def isolated(words: str) -> str:
    """`words` isolated from the surrounding text; unchanged if nothing in them affects direction."""
    return f"{FIRST_STRONG_ISOLATE}{_closed(words)}{POP_ISOLATE}" if _TURNS.search(words) else words


def _closed(words: str) -> str:
    """Balance isolates within the text. Embeddings and overrides end with the isolate that contains them."""
    depth, kept = 0, []
    for sign in words:
        if sign in _OPENS:
            depth += 1
        elif sign == POP_ISOLATE:
            if not depth:
                continue
            depth -= 1
        kept.append(sign)
    return "".join(kept) + POP_ISOLATE * depth

"""A10: letters of another alphabet and zero-width characters, which the eye does not see."""

import re
from collections.abc import Iterator

from veche.morphology.words import is_known
from veche.preflight.accessibility.letters import ADDRESS
from veche.preflight.finding import KindFinding
from veche.preflight.lookalikes import cyrillic_of

_MIXED = re.compile(
    r"(?<![\w-])(?=[^\W\d_]{0,40}[а-яё])(?=[^\W\d_]{0,40}[a-zα-ω])[^\W\d_]{3,40}(?![\w-])", re.IGNORECASE
)
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
_CUT = re.compile(f"(?<=[^\\W_])[{_ZERO_WIDTH}]+(?=[^\\W_])")
_LETTERS = re.compile(f"[^\\W_{_ZERO_WIDTH}]|[{_ZERO_WIDTH}]")


def hidden(source: str) -> Iterator[KindFinding]:
    """One finding for each way, at its first place. `source`: the text with its invisible characters."""
    masked = ADDRESS.sub(lambda one: " " * len(one.group()), source)
    for one in _MIXED.finditer(masked):
        whole = cyrillic_of(one.group())
        if whole and is_known(whole.lower()):
            message = f"В слове «{whole}» есть буквы другого алфавита: диктор прочтёт его не так. Наберите русскими."
            yield KindFinding("A10", *one.span(), "warning", message, whole)
            break
    if cut := _CUT.search(masked):
        start, end = _word_around(masked, *cut.span())
        whole = "".join(sign for sign in masked[start:end] if sign not in _ZERO_WIDTH)
        message = f"Внутри слова «{whole}» невидимый знак: диктор разобьёт его, поиск не найдёт. Наберите слово заново."
        yield KindFinding("A10", start, end, "warning", message, whole)


def _word_around(text: str, start: int, end: int) -> tuple[int, int]:
    while start and _LETTERS.match(text[start - 1]):
        start -= 1
    while end < len(text) and _LETTERS.match(text[end]):
        end += 1
    return start, end

"""Normalise texts before sending, measure them, and compare them with what a network returns."""

import re
import unicodedata

from veche.morphology.numerals import form, grouped

_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters, byte order mark, direction marks, surrogate halves: invisible, and dropped or refused by networks.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ZERO_WIDTH = re.compile(r"[\u00ad\u200b\u200c\u2060\ufe0e\ufe0f]")
_SPACES = re.compile(r"[^\S\n]+")
_ZWJ = "\u200d"


def tidy(text: str) -> str:
    """The text as every network would keep it: LF line ends, no invisible characters, no trailing spaces in lines.

    Idempotent: `tidy(tidy(x)) == tidy(x)`. Inner spaces, no-break ones too, and empty lines stay as typed.
    """
    text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)).replace("\t", " ")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def canonical(text: str) -> str:
    """A form for comparing sent and returned texts; never shown, never sent."""
    text = _ZERO_WIDTH.sub("", unicodedata.normalize("NFC", tidy(text)))
    text = _SPACES.sub(" ", _without_stray_joiners(text))
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _without_stray_joiners(text: str) -> str:
    r"""Remove zero width joiners outside emoji («👨\u200d👩\u200d👧»), where they mean nothing."""
    if _ZWJ not in text:
        return text
    kept = (
        char
        for index, char in enumerate(text)
        if char != _ZWJ or (_is_emoji(text[index - 1 : index]) and _is_emoji(text[index + 1 : index + 2]))
    )
    return "".join(kept)


def _is_emoji(char: str) -> bool:
    return bool(char) and unicodedata.category(char) in {"So", "Sk"}


def signs(number: int) -> str:
    """The number with its noun: «1 знак», «2 знака», «12 304 знака», «5 знаков»."""
    return f"{grouped(number)} {form(number, 'знак', 'знака', 'знаков')}"


def utf16_length(text: str) -> int:
    """The number of UTF-16 code units: «ё» is 1, «🏛» is 2."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2

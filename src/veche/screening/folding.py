"""A text as the rules read it: small letters, «е» for «ё», nothing invisible, no links; each letter knows its place."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# What needs no second look: ASCII, Russian letters, the usual signs and smileys.
_ODD = re.compile("[^\t\n\r -~А-Яа-яЁё«»—–…№“”„’‘• \U0001f300-\U0001faff]")
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>«»]{1,500}"
    r"|[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}"
    r"|(?<![\w@])@[a-z0-9_]{2,40}|(?<!\w)\#[a-z0-9_]{2,60}"
    r"|(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,4}(?:ru|com|me|org|net|рф|su|io|cc|info|site|online|top|xyz|shop|club|pro)"
    r"(?![\w-])(?:/[^\s<>«»]{0,500})?"
)
_MAY_LINK = re.compile(r"://|www\.|[@#]|\.[a-zр]")
# Small capitals and other look-alikes that NFKC leaves as they are, by the Russian letter they play.
_LETTERS = {
    "а": "αɑ", "б": "ƃ", "в": "β", "г": "ᴦ", "е": "εєəҽ", "и": "ιіїᴎ", "к": "κқ", "м": "μ", "н": "η", "о": "οσө",
    "п": "ᴨπ",    "р": "ρ", "с": "ϲς", "т": "τ", "у": "υγүұ", "х": "χҳ", "я": "ᴙ", "л": "ᴧλ", "ч": "ҷ",
    "д": "δ", "ж": "җ",
}  # fmt: skip
_CAPITALS = zip("abcdefghijklmnopqrstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ", strict=True)
_ALIKE = {sign: letter for letter, signs in _LETTERS.items() for sign in signs} | {
    sign: letter for letter, sign in _CAPITALS
}


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is folded; `at[n]` is the place of its n-th character in the text as it came, None when they coincide."""

    text: str
    at: Sequence[int] | None
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the folded text in code points of the text as it came."""
        if self.at is None:
            return start, end
        return self.at[start], self.at[end - 1] + 1


def folded(text: str) -> Folded:
    """Any Unicode is survived; what cannot be seen is dropped."""
    if _ODD.search(text):
        return _slowly(text)
    return Folded(_unlinked(text.lower().replace("ё", "е")), None, len(text))


def _slowly(text: str) -> Folded:
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        plain = _plain(char)
        if char == "\u0306" and letters and letters[-1] == "и":
            letters[-1] = "й"  # «й» of two code points
        letters += plain
        places += [place] * len(plain)
    return Folded(_unlinked("".join(letters)), places, len(text))


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """What one character is for the rules: nothing, a letter or a few."""
    if unicodedata.category(char) in {"Cf", "Mn", "Me", "Cc", "Co", "Cs"}:
        return char if char in "\n\t\r" else ""
    wide = unicodedata.normalize("NFKC", char).lower().replace("ё", "е")
    return "".join(_ALIKE.get(one, one) for one in wide if unicodedata.category(one) not in {"Mn", "Cf"})


def _unlinked(text: str) -> str:
    """Addresses and nicknames are not words: spaces in their place."""
    if not _MAY_LINK.search(text):
        return text
    return _LINK.sub(lambda match: " " * len(match[0]), text)

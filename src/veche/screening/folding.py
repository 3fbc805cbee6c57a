"""Fold a text for the rules: lower case, «е» for «ё», no invisible characters, no links; positions are kept."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# Characters that need no replacement: ASCII, Russian letters, the usual signs and smileys.
_ODD = re.compile("[^\t\n\r -~А-Яа-яЁё«»—–…№“”„’‘• \U0001f300-\U0001faff]")
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>«»]{1,500}"
    r"|[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}"
    r"|(?<![\w@])@[a-z0-9_]{2,40}|(?<!\w)\#[a-z0-9_]{2,60}"
    r"|(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,4}(?:ru|com|me|org|net|рф|su|io|cc|info|site|online|top|xyz|shop|club|pro)"
    r"(?![\w-])(?:/[^\s<>«»]{0,500})?"
)
_MAY_LINK = re.compile(r"://|www\.|[@#]|\.[a-zр]")
# Small capitals and other look-alikes that NFKC keeps, by the Russian letter they imitate.
_LETTERS = {
    "а": "αɑӑӓ", "б": "ƃ", "в": "β", "г": "ᴦґғ", "е": "εєəҽѣ", "и": "ιіїᴎ", "к": "κқҡҟ", "н": "ηңҥӈ",
    "о": "οσө", "п": "ᴨπҧԥ", "р": "ρ", "с": "ϲςҫ", "т": "τҭ", "у": "υγүұꙋѹ", "х": "χҳӽӿ", "я": "ᴙѧꙗ", "л": "ᴧλӆԯ",
    "ч": "ҷ", "д": "δ", "ж": "җ",
}  # fmt: skip
_CAPITALS = zip("abcdefghijklmnopqrstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ", strict=True)
_ALIKE = {sign: letter for letter, signs in _LETTERS.items() for sign in signs} | {
    sign: letter for letter, sign in _CAPITALS
}
# Letters in black squares and circles.
_ALIKE |= {chr(first + n): chr(ord("a") + n) for first in (0x1F150, 0x1F170) for n in range(26)}


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is folded; `at[n]` is the position of its n-th character in the original text, None if they coincide."""

    text: str
    at: Sequence[int] | None
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the folded text in code points of the original."""
        if self.at is None:
            return start, end
        return self.at[start], self.at[end - 1] + 1


def folded(text: str) -> Folded:
    """Fold any Unicode text; invisible characters are dropped."""
    if _ODD.search(text):
        return _slowly(text)
    return Folded(_unlinked(text.lower().replace("ё", "е")), None, len(text))


def _slowly(text: str) -> Folded:
    pieces = [_PLAIN[char] for char in text]
    if "\u0306" in text:
        _join_short_i(text, pieces)
    whole = "".join(pieces)
    if len(whole) == len(text) and all(pieces):
        return Folded(_unlinked(whole), None, len(text))
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    return Folded(_unlinked(whole), places, len(text))


def _join_short_i(text: str, pieces: list[str]) -> None:
    """Join «й» that arrives as two code points."""
    for place, char in enumerate(text):
        if char == "\u0306" and place and pieces[place - 1] == "и":
            pieces[place - 1] = "й"


class _Plain(dict[str, str]):
    """Cache of the folded form of each character: "", a letter or several."""

    def __missing__(self, char: str) -> str:
        if len(self) > MOST_CHARACTERS:
            self.clear()
        self[char] = plain = _plain(char)
        return plain


MOST_CHARACTERS = 20_000
_PLAIN = _Plain()
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cc", "Co", "Cs"})


def _plain(char: str) -> str:
    if unicodedata.category(char) in _UNSEEN:
        return char if char in "\n\t\r" else ""
    if char in _ALIKE:
        return _ALIKE[char]
    lowered = char.lower()
    if lowered == "й":
        return lowered
    bare = unicodedata.normalize("NFKD", lowered)[0]  # without combining marks
    if len(lowered) == 1 and unicodedata.is_normalized("NFKC", lowered):
        return _ALIKE.get(lowered) or _ALIKE.get(bare, bare)
    wide = unicodedata.normalize("NFKC", char).lower().replace("ё", "е")
    return "".join(_ALIKE.get(one, one) for one in wide if unicodedata.category(one) not in _UNSEEN)


def _unlinked(text: str) -> str:
    """Replace links and nicknames by spaces: they are not words."""
    if not _MAY_LINK.search(text):
        return text
    return _LINK.sub(lambda match: " " * len(match[0]), text)

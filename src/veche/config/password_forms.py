"""How one word is typed: in the other keyboard layout, in Latin letters, with digits for letters, along the keys."""

import re
from collections.abc import Iterator
from itertools import pairwise

_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_TO_RUSSIAN = str.maketrans(_LATIN, _RUSSIAN)
_TO_LATIN = str.maketrans(_RUSSIAN, _LATIN)
_LEET = str.maketrans("@4031!$5", "aaoeiiss")
_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm", "абвгдежз", "abcdefgh")
_STEPS = frozenset(pair for row in _ROWS for way in (row, row[::-1]) for pair in pairwise(way))
_PLAIN = dict(zip("абвгдезиклмнопрстуфыьъэ", [*"abvgdeziklmnoprstufy", "", "", "e"], strict=True))
# Road signs and passports (ICAO Doc 9303), and two ways in which people write by hand.
_SCHEMES = (
    {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "й": "y", "ю": "yu", "я": "ya", "ё": "e"},
    {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "й": "i", "ю": "iu", "я": "ia", "ё": "e"},
    {"ж": "zh", "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sch", "й": "j", "ю": "ju", "я": "ja", "ё": "yo"},
    {"ж": "zh", "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sch", "й": "y", "ю": "yu", "я": "ya", "ё": "e"},
)


def spellings(word: str) -> frozenset[str]:
    """A Russian word as it is typed: itself, in Latin letters, and in the other keyboard layout."""
    lower = word.casefold()
    latin = ("".join((_PLAIN | scheme).get(letter, letter) for letter in lower) for scheme in _SCHEMES)
    return frozenset((lower, lower.translate(_TO_LATIN), *latin))


def readings(password: str) -> Iterator[str]:
    """What a password may have been meant as: itself, typed in the other layout, with digits for letters."""
    lower = password.casefold()
    yield lower
    yield lower.translate(_TO_RUSSIAN)
    yield lower.translate(_TO_LATIN)
    yield re.sub(r"^[\W\d_]+|[\d\W_]+$", "", lower).translate(_LEET)


def only_word(text: str) -> str:
    """The word that the text consists of besides digits and marks, once also if it is repeated.

    "" for several different words; also where there is no letter at all.
    """
    words = {re.sub(r"^(.+?)\1+$", r"\1", word) for word in re.findall(r"[^\W\d_]+", text)}
    return words.pop() if len(words) == 1 else ""


def runs_along_the_keys(word: str) -> bool:
    """Whether most neighbours in the word are neighbours on the keyboard: «йцукенфыва», «qwertyasdf»."""
    steps = [pair in _STEPS for pair in pairwise(word)]
    return len(steps) >= 3 and sum(steps) / len(steps) >= 0.75

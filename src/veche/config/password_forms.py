"""How one word is typed: in the other keyboard layout, in Latin letters, with digits for letters."""

import re
from collections.abc import Iterator

_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_TO_RUSSIAN = str.maketrans(_LATIN, _RUSSIAN)
_TO_LATIN = str.maketrans(_RUSSIAN, _LATIN)
_LEET = str.maketrans("@4031!$5", "aaoeiiss")
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

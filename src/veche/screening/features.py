"""What the linear models see of a text: its words, of each word the runs of two to five letters and the whole, and
which words stand beside each other.

Training and scoring read this same module: a model fits only the features it was trained on.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import repeat

# Longer runs of letters or signs are cut into pieces, so that no word costs more than its letters.
_TOKEN = re.compile(
    r"(?:https?://|www\.)\S{1,200}|[\w.+-]{1,64}@[\w-]{1,40}\.[\w.-]{1,40}|[^\W_]{1,40}|[^\w\s]{1,20}|_{1,20}"
)
# The same where no address can be, which is nearly always.
_PLAIN = re.compile(r"[^\W_]{1,40}|[^\w\s]{1,20}|_{1,20}")
_ADDRESS_SIGN = re.compile("@|://|www")
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([^/?#:]{1,60})")
# Of an address only these parts tell more than that it is one.
_HOSTS = {
    "ru",
    "com",
    "рф",
    "vk",
    "t",
    "me",
    "ok",
    "max",
    "wa",
    "youtube",
    "clck",
    "bit",
    "ly",
    "goo",
    "cc",
    "gosuslugi",
}
_REPEATED = re.compile(r"(.)\1{2,}", re.DOTALL)
_CYRILLIC, _LATIN, _DIGIT = (re.compile(kind) for kind in ("[а-яё]", "[a-z]", "[0-9]"))
LOOKALIKES = str.maketrans("aceopxyukmthbnirvl", "асеорхуукмтнвпигвл")
_DIGITS = str.maketrans("0346", "озчб")
_NOUGHTS = str.maketrans("123456789", "000000000")

# A mark of how near they stand, and the beginnings of two words: to join the three takes as long as to look them up.
type Pair = tuple[str, str, str]

SHORTEST, LONGEST = 2, 5
# Of a word beside another one so many letters count: the ending tells nothing.
STEM = 4


def small(text: str) -> str:
    """In small letters, «е» for «ё»: what tokens are taken from."""
    return text.lower().replace("ё", "е")


def tokens(text: str) -> list[str]:
    """Words, addresses and runs of signs, as they stand in the text."""
    return _kind_of(text).findall(text)


def pairs(found: Sequence[str]) -> list[Pair]:
    """Of tokens in their order: words side by side, and those with one between them."""
    words = [token[:STEM] for token in found if token[0].isalpha()]
    beside = list(zip(repeat("\x02"), words, words[1:], strict=False))
    return beside + list(zip(repeat("\x03"), words, words[2:], strict=False))


def written(pair: Pair) -> str:
    """A pair as the model's file has it."""
    mark, first, second = pair
    return f"{mark}{first} {second}"


def read(gram: str) -> str | Pair:
    """What stands in the model's file as texts are asked for it."""
    if gram[0] not in "\x02\x03":
        return gram
    first, second = gram[1:].split(" ")
    return gram[0], first, second


def token_spans(text: str) -> list[tuple[int, int]]:
    """Where the same tokens begin and end, in code points."""
    return [match.span() for match in _kind_of(text).finditer(text)]


def _kind_of(text: str) -> re.Pattern[str]:
    return _TOKEN if _ADDRESS_SIGN.search(text) else _PLAIN


def features(token: str) -> list[str]:
    """The n-grams of one token; a feature that begins with a control character is no n-gram but a mark."""
    word = unicodedata.normalize("NFKC", token).lower().replace("ё", "е")
    if "@" in word and "." in word:
        return ["\x01mail"]
    if "/" in word or word.startswith("www."):
        return _of_address(word)
    marks: list[str] = []
    if _DIGIT.search(word):
        word, marks = _with_digits(word)
    if _CYRILLIC.search(word) and _LATIN.search(word):
        word = word.translate(LOOKALIKES)
        marks.append("\x01mixed")
    short = _REPEATED.sub(r"\1", word)
    word = "".join((short if len(short) > 1 else word[:2]).split())
    return _ngrams(word) + marks


def _of_address(word: str) -> list[str]:
    host = _HOST.match(word)
    named = set(host[1].split(".") if host else ())
    return ["\x01address", *(f"\x01host {part}" for part in sorted(named & _HOSTS))]


def _with_digits(word: str) -> tuple[str, list[str]]:
    """Digits among letters stand for letters; a number counts by its length alone."""
    if len(_CYRILLIC.findall(word)) > 2:
        return word.translate(_DIGITS), ["\x01leet"]
    return word.translate(_NOUGHTS), []


def _ngrams(word: str) -> list[str]:
    edged = f" {word} "
    last = len(edged) + 1
    found = [edged[at : at + size] for size in range(SHORTEST, LONGEST + 1) for at in range(last - size)]
    found.append("=" + word)
    return found

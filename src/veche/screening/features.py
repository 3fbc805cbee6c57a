"""Features of the linear models: words, their n-grams of two to five letters, and pairs of neighbouring words.

Training and scoring use this module: a model fits only the features it was trained on.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import repeat

# Longer runs of letters or signs are split, so that the cost of a word is bounded by its letters.
_TOKEN = re.compile(
    r"(?:https?://|www\.)\S{1,200}|[\w.+-]{1,64}@[\w-]{1,40}\.[\w.-]{1,40}|[^\W_]{1,40}|[^\w\s]{1,20}|_{1,20}"
)
# The same for texts without addresses, which are the great majority.
_PLAIN = re.compile(r"[^\W_]{1,40}|[^\w\s]{1,20}|_{1,20}")
_ADDRESS_SIGN = re.compile("@|://|www")
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([^/?#:]{1,60})")
# Parts of an address that carry information.
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

# A mark of the distance, and the beginnings of two words. Not joined, because joining takes as long as the look-up.
type Pair = tuple[str, str, str]

SHORTEST, LONGEST = 2, 5
# Letters of a word that count in a pair: endings carry no information.
STEM = 4


def lowercase(text: str) -> str:
    """Lower case with «е» for «ё», the input of `tokens`."""
    return text.lower().replace("ё", "е")


def tokens(text: str) -> list[str]:
    """Words, addresses and runs of signs, in order."""
    return _kind_of(text).findall(text)


def pairs(found: Sequence[str]) -> list[Pair]:
    """Pairs of adjacent words and of words with one between them."""
    words = [token[:STEM] for token in found if token[0].isalpha()]
    beside = list(zip(repeat("\x02"), words, words[1:], strict=False))
    return beside + list(zip(repeat("\x03"), words, words[2:], strict=False))


def pair_to_text(pair: Pair) -> str:
    """A pair in the format of the model's file."""
    mark, first, second = pair
    return f"{mark}{first} {second}"


def parse_gram(gram: str) -> str | Pair:
    """Parse an entry of the model's file: an n-gram or a pair."""
    if gram[0] not in "\x02\x03":
        return gram
    first, second = gram[1:].split(" ")
    return gram[0], first, second


def token_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of the same tokens, in code points."""
    return [match.span() for match in _kind_of(text).finditer(text)]


def _kind_of(text: str) -> re.Pattern[str]:
    return _TOKEN if _ADDRESS_SIGN.search(text) else _PLAIN


def features(token: str) -> list[str]:
    """The n-grams of one token. A feature that begins with a control character is a mark, not an n-gram."""
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
    """Replace digits among letters by letters; of a number only the length counts."""
    if len(_CYRILLIC.findall(word)) > 2:
        return word.translate(_DIGITS), ["\x01leet"]
    return word.translate(_NOUGHTS), []


def _ngrams(word: str) -> list[str]:
    edged = f" {word} "
    last = len(edged) + 1
    found = [edged[at : at + size] for size in range(SHORTEST, LONGEST + 1) for at in range(last - size)]
    found.append("=" + word)
    return found

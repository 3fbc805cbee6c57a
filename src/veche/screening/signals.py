"""Signals of spam in a whole text.

An advertisement offers, names goods and a price, promises, and gives a contact; a resident asks, complains and names
the city's things. Each group of words counts once (`data/spam_words.toml`); the weights were fitted on half of the set.
"""

import re
from functools import lru_cache

from veche.screening.dictionaries import data
from veche.screening.memory import remembered
from veche.screening.tokens import WORD
from veche.screening.wordlists import union, wordlist

_GROUPS = {name: (wordlist([one["words"]]), one["points"]) for name, one in data("spam_words").items()}
_ANY = union(words for words, _points in _GROUPS.values())
_LINK = re.compile(
    r"https?://\S{3,200}|\b(?:t\.me|vk\.cc|clck\.ru|bit\.ly|wa\.me|goo\.su|taplink)\S{0,100}|(?<![\w.])@[A-Za-z]\w{3,40}"
)
_MONEY = re.compile(r"\d[\d\s]{0,8}\s?(?:руб|р\b|₽|\$|€|тыс|т\.р|к\b)|[$€₽]\s?\d|\d\s?%", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+7|8)[\s(-]{0,2}9\d{2}")
_MIXED = re.compile(r"[а-яё][a-z]|[a-z][а-яё]", re.IGNORECASE)
# Minimum numbers of one-letter words and letters of a word without which the slow patterns cannot match.
_FEWEST_LETTERS, _SHORTEST_RUN = 4, 20
_SPACED = re.compile(r"(?<!\w)(?:\w ){3,}\w(?!\w)")
_LATIN, _DIGIT = re.compile("[A-Za-z]"), re.compile(r"\d")
# Anchored at the beginning of a word: trying each letter of one endless word took a quarter of a minute.
_SHOUT = re.compile(r"(?<![А-ЯЁ])[А-ЯЁ]{4,}+(?:\s[А-ЯЁ]{2,}+){3,}")
_RUN = re.compile(rf"(\S)\1{{{_SHORTEST_RUN - 1},}}")
REMEMBERED = 50_000


def spam_signals(text: str) -> dict[str, float]:
    """Signals of spam, 0 or 1 each; `resident` is evidence against."""
    kinds = letters = 0
    for word in WORD.findall(text.lower().replace("ё", "е")):
        kinds |= _kinds[word]
        letters += len(word) == 1
    signals = _of_kinds(kinds)
    latin, digit = _LATIN.search(text), _DIGIT.search(text)
    return signals | {
        "link": float(bool(latin and _LINK.search(text))),
        "money": float(bool((digit or "$" in text or "€" in text or "₽" in text) and _MONEY.search(text))),
        "phone": float(bool(digit and _PHONE.search(text))),
        "mixed": float(bool(latin) and len(_MIXED.findall(text)) > 2),
        "spaced": float(letters >= _FEWEST_LETTERS and bool(_SPACED.search(text))),
        "shout": float("!!!" in text or bool(_SHOUT.search(text))),
        "question": float("?" in text),
    }


@lru_cache(maxsize=1_000)
def _of_kinds(kinds: int) -> dict[str, float]:
    return {name: float(kinds >> place & 1) for place, name in enumerate(_GROUPS)}


@remembered(REMEMBERED)
def _kinds(word: str) -> int:
    if not _ANY.has(word):
        return 0
    return sum(words.has(word) << place for place, (words, _points) in enumerate(_GROUPS.values()))


def points(signals: dict[str, float]) -> float:
    """The weighted sum of the signals."""
    said: float = sum(weight * signals[name] for name, (_words, weight) in _GROUPS.items())
    way = min(2.0, signals["link"] + signals["phone"]) + signals["money"] + 1.5 * (signals["mixed"] + signals["spaced"])
    return said + way + 0.5 * signals["shout"] - signals["question"]


def repeated(text: str) -> bool:
    """Whether the text is one character or the same few words repeated."""
    if len(text) < 20:
        return False
    words = text.lower().split()
    return (len(words) > 8 and len(set(words)) * 3 <= len(words)) or (
        len(max(words, key=len, default="")) >= _SHORTEST_RUN and bool(_RUN.search(text))
    )

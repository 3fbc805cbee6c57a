"""Signs of spam in a whole text, and what the linear model makes of it together with them.

An advertisement offers, names goods and a price, promises, and says how to answer; a resident asks, complains and names
the city's things. Each group of words counts once (`data/spam_words.toml`); the weights are fitted on half of the set.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from veche.screening.dictionaries import data
from veche.screening.hits import Hit
from veche.screening.linear import top_features
from veche.screening.tokens import WORD
from veche.screening.wordlists import wordlist

_GROUPS = {name: (wordlist([one["words"]]), one["points"]) for name, one in data("spam_words").items()}
_LINK = re.compile(
    r"https?://\S{3,200}|\b(?:t\.me|vk\.cc|clck\.ru|bit\.ly|wa\.me|goo\.su|taplink)\S{0,100}|(?<![\w.])@[A-Za-z]\w{3,40}"
)
_MONEY = re.compile(r"\d[\d\s]{0,8}\s?(?:руб|р\b|₽|\$|€|тыс|т\.р|к\b)|[$€₽]\s?\d|\d\s?%", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+7|8)[\s(-]{0,2}9\d{2}")
_MIXED = re.compile(r"[а-яё][a-z]|[a-z][а-яё]", re.IGNORECASE)
_SPACED = re.compile(r"(?<!\w)(?:\w ){3,}\w(?!\w)")
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_SHOUT = re.compile(r"!{3,}|[А-ЯЁ]{4,}(?:\s[А-ЯЁ]{2,}){3,}")
_RUN = re.compile(r"(\S)\1{19,}")
_WORDS = re.compile(r"[а-яё]{3,}", re.IGNORECASE)
# Rules that a long post or a question may meet by chance: the model must not speak against them.
_WEAK_RULES = frozenset(
    {"goods", "earn", "shill", "boost", "loan", "payouts", "crypto", "alms", "casino", "adult", "witch"}
)
LONG = 400
# In a long text, words of these grounds meet by chance: only what is surer counts.
_BY_CHANCE = frozenset({"threat", "illegal"})
SURE = 0.7
REMEMBERED = 50_000


def spam_signals(text: str) -> dict[str, float]:
    """What speaks for spam: 0 or 1 each, a share for emoji; `resident` speaks against."""
    kinds = 0
    for word in WORD.findall(text.lower().replace("ё", "е")):
        kinds |= _kinds(word)
    signals = {name: float(kinds >> place & 1) for place, name in enumerate(_GROUPS)}
    return signals | {
        "link": float(bool(_LINK.search(text))),
        "money": float(bool(_MONEY.search(text))),
        "phone": float(bool(_PHONE.search(text))),
        "mixed": float(len(_MIXED.findall(text)) > 2),
        "spaced": float(bool(_SPACED.search(text))),
        "shout": float(bool(_SHOUT.search(text))),
        "question": float("?" in text),
        "emoji": len(_EMOJI.findall(text)) / max(1, len(text)),
    }


@lru_cache(maxsize=REMEMBERED)
def _kinds(word: str) -> int:
    return sum(words.has(word) << place for place, (words, _points) in enumerate(_GROUPS.values()))


def points(signals: dict[str, float]) -> float:
    """How like an advertisement, by words alone."""
    said: float = sum(weight * signals[name] for name, (_words, weight) in _GROUPS.items())
    way = min(2.0, signals["link"] + signals["phone"]) + signals["money"] + 1.5 * (signals["mixed"] + signals["spaced"])
    return said + way + 0.5 * signals["shout"] - signals["question"]


def trusted(hit: Hit, text: str, linear: float) -> bool:
    """Whether what a rule found is believed in a text of this length and likeness."""
    if hit.ground in _BY_CHANCE and hit.score < SURE and len(text) > LONG:
        return False
    if hit.ground != "spam" or hit.rule not in _WEAK_RULES:
        return True
    return linear >= (0.75 if len(text) > LONG else 0.5 if hit.rule == "goods" else 0.2)


def spam_hits(text: str, linear: float, rules: float, *, other: bool) -> Iterator[Hit]:
    """The model's word held against the signs. `rules`: what set phrases gave; `other`: it is said to a person."""
    if repeated(text):
        yield Hit("spam", 0, len(text), "spam-flood", "одно и то же много раз", 0.7)
    if linear < (0.9 if len(text) > LONG else 0.1) or rules >= 0.9 or len(_WORDS.findall(text)) < 3:
        return
    score = weighed(linear, points(spam_signals(text)), rules, other=other)
    if score >= 0.3:
        for start, end, _share in top_features(text, "spam", 3):
            yield Hit("spam", start, end, "spam-model", "похоже на рекламу по словам", score)


def weighed(linear: float, signs: float, rules: float, *, other: bool) -> float:
    """0…0.95; the weights are fitted by hand on half of the set."""
    return max(0.0, min(0.95, 0.55 * linear + 0.08 * max(-3.0, min(6.0, signs)) + 0.15 * (rules > 0) - 0.2 * other))


def repeated(text: str) -> bool:
    """Whether the text is one sign or the same few words over and over."""
    if len(text) < 20:
        return False
    words = text.lower().split()
    return (len(words) > 8 and len(set(words)) * 3 <= len(words)) or bool(_RUN.search(text))

"""Signs of spam in the whole text, and what the linear model makes of it together with them."""

import re
from collections.abc import Iterator

from veche.screening.hits import Hit
from veche.screening.linear import top_features

_LINK = re.compile(
    r"https?://\S{3,200}"
    r"|\b(?:t\.me|vk\.cc|clck\.ru|bit\.ly|wa\.me|goo\.su|taplink)\S{0,100}|(?<!\w)@[A-Za-z]\w{3,40}"
)
_TO_ME = re.compile(
    r"\bв (?:лс|личку|директ|личные|телегу|телеграм\w*|ватсап\w*|вайбер\w*|профил\w*|шапке)\b|пиши(?:те)?\b"
    r"|жми(?:те)?\b|переходи(?:те)?\b|подпис\w+|звони(?:те)?\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\d[\d\s]{0,8}\s?(?:руб|р\b|₽|\$|€|тыс|т\.р|к\b)|[$€₽]\s?\d|\d\s?%", re.IGNORECASE)
_BAIT = re.compile(
    r"бесплатн\w*|подар\w+|скидк\w+|бонус\w*|промокод\w*|акци[яию]\b|выигр\w+|розыгрыш\w*|гаранти\w*|без опыта"
    r"|без вложений|успе[йв]\w*|только сегодня",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?:\+7|8)[\s(-]{0,2}9\d{2}")
_MIXED = re.compile(r"[а-яё][a-z]|[a-z][а-яё]", re.IGNORECASE)
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_ADULT = re.compile(r"\b18\+|интим\w*|эротик\w*|порно\w*", re.IGNORECASE)
_SHOUT = re.compile(r"(?:!{3,}|[А-ЯЁ]{4,}(?:\s[А-ЯЁ]{2,}){3,})")
_RUN = re.compile(r"(\S)\1{19,}")


def spam_signals(text: str) -> dict[str, float]:
    """What speaks for spam: 0 or 1 each, but a share for emoji."""
    return {
        "link": float(bool(_LINK.search(text))),
        "to_me": float(bool(_TO_ME.search(text))),
        "money": float(bool(_MONEY.search(text))),
        "bait": float(bool(_BAIT.search(text))),
        "phone": float(bool(_PHONE.search(text))),
        "mixed": float(len(_MIXED.findall(text)) > 2),
        "adult": float(bool(_ADULT.search(text))),
        "shout": float(bool(_SHOUT.search(text))),
        "emoji": len(_EMOJI.findall(text)) / max(1, len(text)),
    }


# Rules that a long post or a question may meet by chance: the model must not speak against them.
_WEAK_RULES = frozenset(
    {"goods", "earn", "shill", "boost", "loan", "payouts", "crypto", "alms", "casino", "adult", "witch"}
)
LONG = 400


def trusted(hit: Hit, text: str, linear: float) -> bool:
    """Whether a rule of spam is believed."""
    if hit.ground != "spam" or hit.rule not in _WEAK_RULES:
        return True
    return linear >= (0.75 if len(text) > LONG else 0.5 if hit.rule == "goods" else 0.3)


def spam_hits(text: str, linear: float, rules: float) -> Iterator[Hit]:
    """The model's word, held against the signs: the model alone is not enough for a proposal."""
    if repeated(text):
        yield Hit("spam", 0, len(text), "spam-flood", "одно и то же много раз", 0.7)
    if linear < (0.97 if len(text) > LONG else 0.5) or rules >= 0.9:
        return
    signals = spam_signals(text)
    signs = sum(value for name, value in signals.items() if name not in {"emoji", "shout"})
    score = min(0.95, linear * (0.35 + 0.15 * min(4.0, signs)) + (0.1 if rules else 0))
    for start, end, _share in top_features(text, "spam", 3):
        yield Hit("spam", start, end, "spam-model", "похоже на рекламу по словам", score)


def repeated(text: str) -> bool:
    """Whether the text is one sign or the same few words over and over."""
    if len(text) < 20:
        return False
    words = text.lower().split()
    return (len(words) > 8 and len(set(words)) * 3 <= len(words)) or bool(_RUN.search(text))

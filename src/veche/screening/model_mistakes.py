"""Texts that a model alone mistakes for violations; the patterns are in `data/calm.toml`."""

import re
from collections.abc import Mapping

from veche.screening.dictionaries import data
from veche.screening.signals import spam_signals

OFFERS = ("link", "phone", "offer", "money", "scam")
WAYS = ("link", "phone", "contact", "mixed", "spaced")
# Below this score the model alone cannot tell an advertisement from a remark (0 of 144 advertisements of the fitting
# half, 44 of 189 false ones of our clean lines).
UNSURE = 0.55
_CALM = {ground: re.compile("|".join(told["pattern"])) for ground, told in data("calm").items() if "pattern" in told}
_STATE = re.compile("|".join(data("calm")["state"]["site"]), re.IGNORECASE)
_SITE = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w@.])[\w-]+(?:\.[\w-]+){0,4}\.(?:ru|рф|com|org|su|net|me|site)\b\S*", re.IGNORECASE
)


def is_calm(ground: str, text: str, raw: str, score: float) -> bool:
    """Whether the model's score is a known mistake; for texts in which no rule found the ground.

    `text`: folded, `raw`: original.
    """
    if ground == "spam":
        return names_official_sites(raw) or _sells_nothing(text, spam_signals(raw), score)
    return ground in _CALM and bool(_CALM[ground].search(text))


def _sells_nothing(text: str, signals: Mapping[str, float], score: float) -> bool:
    """Whether the text is no advertisement: those offer something or give a contact, unlike jokes and complaints about
    prices.
    """
    if score < UNSURE and not any(signals[name] for name in OFFERS):
        return True
    return not any(signals[name] for name in WAYS) and bool(_CALM["spam"].search(text))


def names_official_sites(raw: str) -> bool:
    """Whether the text names sites and all of them belong to the state or a city."""
    sites = [match[0] for match in _SITE.finditer(raw)] if "." in raw else []
    return bool(sites) and all(_STATE.search(site) for site in sites)

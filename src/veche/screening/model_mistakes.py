"""What a model alone takes for a violation, although these words never are one (`data/calm.toml`)."""

import re
from collections.abc import Mapping

from veche.screening.dictionaries import data
from veche.screening.signals import spam_signals

OFFERS = ("link", "phone", "offer", "money", "scam")
WAYS = ("link", "phone", "contact", "mixed", "spaced")
# Below this the model alone is no surer of an advertisement than of a remark (0 of 144 advertisements of the fitting
# half, 44 of 189 false ones of our clean lines).
UNSURE = 0.55
_CALM = {ground: re.compile("|".join(told["pattern"])) for ground, told in data("calm").items() if "pattern" in told}
_STATE = re.compile("|".join(data("calm")["state"]["site"]), re.IGNORECASE)
_SITE = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w@.])[\w-]+(?:\.[\w-]+){0,4}\.(?:ru|рф|com|org|su|net|me|site)\b\S*", re.IGNORECASE
)


def is_calm(ground: str, text: str, raw: str, score: float) -> bool:
    """Of a text, folded and as it came, in which no rule speaks for the ground."""
    if ground == "spam":
        return leads_to_the_state(raw) or _sells_nothing(text, spam_signals(raw), score)
    return ground in _CALM and bool(_CALM[ground].search(text))


def _sells_nothing(text: str, signals: Mapping[str, float], score: float) -> bool:
    """An advertisement offers something or says how to answer; a joke or a complaint about prices does neither."""
    if score < UNSURE and not any(signals[name] for name in OFFERS):
        return True
    return not any(signals[name] for name in WAYS) and bool(_CALM["spam"].search(text))


def leads_to_the_state(raw: str) -> bool:
    """Whether the text names sites and all of them are of the state or a city."""
    sites = [match[0] for match in _SITE.finditer(raw)] if "." in raw else []
    return bool(sites) and all(_STATE.search(site) for site in sites)

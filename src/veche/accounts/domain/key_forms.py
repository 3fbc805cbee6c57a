"""Does it look like a key of this network? Asked before anything is saved, so that the old key stays in force."""

import re

from veche.kernel.crypto import Secret
from veche.kernel.redaction import looks_like_a_key
from veche.networks.profile import KeyForm, NetworkProfile
from veche.networks.registry import NETWORKS

# Of any network: some publish no form, but nobody's address or short name is as long and as mixed.
_LONG_AND_MIXED = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[\w~-]{40,}", re.ASCII)

# How each sentence ends where a key is replaced; a first key has none before it.
FORMER_STANDS = "; прежний ключ действует."


def is_like_a_key(text: str) -> bool:
    """Of whatever network, where something else was to be typed."""
    return looks_like_a_key(text) or _network_of(text) is not None or _LONG_AND_MIXED.fullmatch(text) is not None


def what_is_wrong(network: str, slot: str, secret: Secret) -> str:
    """One sentence for a person, or "" when it looks right. Never repeats what was typed."""
    value = secret.reveal().strip()
    if not value:
        return "Ключ пустой. Скопируйте его целиком и вставьте ещё раз; прежний ключ действует."
    if re.search(r"\s", value):
        return "В ключе пробел или перенос строки. Скопируйте его ещё раз целиком; прежний ключ действует."
    if (other := _network_of(value)) and other.slug != network:
        return f"Это ключ другой сети: {other.title}. Возьмите ключ той, что подключаете; прежний ключ действует."
    guide = NETWORKS[network].keys.guide(slot)
    return _by_form(guide.form, value) if guide else ""


def _by_form(form: KeyForm, value: str) -> str:
    if form.pattern.fullmatch(value):
        return ""
    return next((said for shape, said in form.known_wrong if shape.fullmatch(value)), form.wrong)


def _network_of(value: str) -> NetworkProfile | None:
    """By the forms that no other network has; None when it could be anybody's."""
    return next((one for one in NETWORKS.values() if one.keys.own and one.keys.own.fullmatch(value)), None)

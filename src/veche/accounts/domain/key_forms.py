"""Does it look like a key of this network? Asked before anything is saved, so that the old key stays in force."""

import re

from veche.kernel.crypto import Secret
from veche.kernel.redaction import looks_like_a_key
from veche.networks.profile import KeyForm, NetworkProfile, WrongKey
from veche.networks.registry import NETWORKS

# Of any network: some publish no form, but nobody's address or short name is as long and as mixed.
_LONG_AND_MIXED = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[\w~-]{40,}", re.ASCII)

EMPTY = WrongKey(
    first="Ключ пустой. Скопируйте его целиком и вставьте ещё раз.",
    replacing="Ключ пустой. Скопируйте его целиком и вставьте ещё раз; прежний ключ действует.",
)
TOO_LONG = WrongKey(
    first="Для ключа это слишком длинно. Скопируйте только ключ.",
    replacing="Для ключа это слишком длинно. Скопируйте только ключ; прежний ключ действует.",
)
_BROKEN = WrongKey(
    first="В ключе пробел или перенос строки. Скопируйте его ещё раз целиком.",
    replacing="В ключе пробел или перенос строки. Скопируйте его ещё раз целиком; прежний ключ действует.",
)
EXPIRED = WrongKey(
    first="Этот срок уже прошёл. Возьмите новый ключ или исправьте дату.",
    replacing="Этот срок уже прошёл. Возьмите новый ключ или исправьте дату; прежний ключ действует.",
)


def is_like_a_key(text: str) -> bool:
    """Whether a text typed into another field looks like the key of any network."""
    return looks_like_a_key(text) or _network_of(text) is not None or _LONG_AND_MIXED.fullmatch(text) is not None


def what_is_wrong(network: str, slot: str, secret: Secret) -> WrongKey | None:
    """Why the typed key looks wrong; None if it looks right. The sentences never repeat what was typed."""
    value = secret.reveal().strip()
    if not value:
        return EMPTY
    if re.search(r"\s", value):
        return _BROKEN
    if (other := _network_of(value)) and other.slug != network:
        return _of_another_network(other.title)
    guide = NETWORKS[network].keys.guide(slot)
    return _by_form(guide.form, value) if guide else None


def _of_another_network(title: str) -> WrongKey:
    return WrongKey(
        first=f"Это ключ другой сети: {title}. Возьмите ключ той, что подключаете.",
        replacing=f"Это ключ другой сети: {title}. Возьмите ключ той, что подключаете; прежний ключ действует.",
    )


def _by_form(form: KeyForm, value: str) -> WrongKey | None:
    if form.pattern.fullmatch(value):
        return None
    return next((said for shape, said in form.known_wrong if shape.fullmatch(value)), form.wrong)


def _network_of(value: str) -> NetworkProfile | None:
    """The network whose keys alone have this form; None if it could be a key of several."""
    return next((one for one in NETWORKS.values() if one.keys.own and one.keys.own.fullmatch(value)), None)

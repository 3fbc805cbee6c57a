"""What a person pastes for «which page»: a link, a number with or without a sign, a short name. Taken apart here.

A network is asked about names only; numbers are used as they are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Written:
    """`number` as the registry keeps it (VK and OK without a sign, Telegram −100…), or else a short `name`."""

    number: str = ""
    name: str = ""


class NotAnAddress(Exception):
    """`sentence` is Russian: what is wrong and how it is written."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


HOSTS: Final[Mapping[str, tuple[str, ...]]] = {
    "vk": ("vk.com", "m.vk.com", "vk.ru", "m.vk.ru", "vkontakte.ru"),
    "ok": ("ok.ru", "m.ok.ru", "www.ok.ru", "odnoklassniki.ru"),
    "telegram": ("t.me", "telegram.me"),
    "max": ("max.ru", "web.max.ru"),
}
TITLES: Final[Mapping[str, str]] = {
    "vk": "ВКонтакте",
    "ok": "Одноклассники",
    "telegram": "Телеграм",
    "max": "MAX",
}
HOW: Final[Mapping[str, str]] = {
    "vk": "Скопируйте адрес сообщества: vk.com/club123456, vk.com/rubtsovsk_official, или его номер 123456.",
    "ok": "Скопируйте адрес группы: ok.ru/group/54000000000001, ok.ru/rubtsovsk, или её номер.",
    "telegram": "Скопируйте адрес канала: t.me/rubtsovsk_official, его имя с «@», или номер -1001234567890.",
    "max": "Скопируйте адрес канала: max.ru/rubtsovsk, или его номер -70801090403050.",
}
# Names that the networks give out themselves: letters of one alphabet, digits, «_» and, in VK and OK, «.» and «-».
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{1,63}")
_LINK = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:/([^?#]*))?(?:[?#].*)?", re.IGNORECASE)
# The last part of an address that names a page by number, for each network.
_NUMBER: Final[Mapping[str, re.Pattern[str]]] = {
    "vk": re.compile(r"(?:club|public|event|-)?([0-9]{1,12})"),
    "ok": re.compile(r"(?:group|-)?([0-9]{8,18})"),
    "telegram": re.compile(r"-?((?:100)?[0-9]{9,15})"),
    "max": re.compile(r"-?([0-9]{5,18})"),
}
# What stands before the page's own part: ok.ru/group/…, t.me/s/… (the same channel in a browser), t.me/c/… (by number).
_BEFORE: Final[Mapping[str, frozenset[str]]] = {"ok": frozenset({"group"}), "telegram": frozenset({"s", "c"})}


def understand(network: str, written: str) -> Written:
    """Raises `NotAnAddress`."""
    text = written.strip().strip("«»\"'").strip()
    link = None if _NAME.fullmatch(text) and "." not in text else _LINK.fullmatch(text)
    if link and (link[2] is not None or link[1].lower() in _hosts()):
        return _page(network, _path(network, link[1].lower(), link[2] or ""))
    return _page(network, [text])


def _hosts() -> frozenset[str]:
    return frozenset(host for hosts in HOSTS.values() for host in hosts)


def _path(network: str, host: str, path: str) -> list[str]:
    if host not in HOSTS[network]:
        other = next((slug for slug, hosts in HOSTS.items() if host in hosts), "")
        whose = f"Это адрес другой сети: {TITLES[other]}." if other else f"Это адрес не из сети {TITLES[network]}."
        raise NotAnAddress(f"{whose} {HOW[network]}")
    return [part for part in path.split("/") if part]


def _page(network: str, parts: list[str]) -> Written:
    """What follows the page's own part (a post, a topic) does not matter."""
    before = parts[0] if len(parts) > 1 and parts[0] in _BEFORE.get(network, ()) else ""
    parts = parts[1:] if before else parts
    own = parts[0] if parts else ""
    if network == "telegram" and own.startswith(("+", "joinchat")):
        raise NotAnAddress(
            "Это приглашение в закрытый канал, по нему бот канала не найдёт. Впишите номер канала: -1001234567890."
        )
    if (wall := re.fullmatch(r"wall-([0-9]{1,12})_[0-9]+", own)) and network == "vk":
        own = wall[1]
    number = _NUMBER[network].fullmatch(own)
    if number and int(number[1]):
        return Written(number=_as_kept(network, number[1]))
    name = own.removeprefix("@")
    if not _NAME.fullmatch(name):
        raise NotAnAddress(f"По этому адресу страницы не найти. {HOW[network]}")
    return Written(name=name)


def _as_kept(network: str, digits: str) -> str:
    """A channel's number is negative in Telegram and MAX, whether the minus was copied or not."""
    if network == "telegram":
        return f"-{digits}" if digits.startswith("100") and len(digits) > 12 else f"-100{digits}"
    return f"-{digits}" if network == "max" else str(int(digits))

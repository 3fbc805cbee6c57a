"""Parse what a person pastes to name a page: a link, a number with or without a sign, or a short name.

Only names are resolved by the network; numbers are used as they are.
"""

import re
from dataclasses import dataclass

from veche.networks.profile import NetworkProfile
from veche.networks.registry import NETWORKS


@dataclass(frozen=True, slots=True)
class ParsedAddress:
    """The parsed page: its `number` as the registry stores it (VK and OK without a sign, Telegram −100…), or a short
    `name`.
    """

    number: str = ""
    name: str = ""


class NotAnAddress(Exception):
    """The text names no page of this network. `sentence`: Russian, what is wrong and how to write it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


# Short names that networks assign: Latin letters, digits, «_» and, in VK and OK, «.» and «-».
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{1,63}")
_LINK = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:/([^?#]*))?(?:[?#].*)?", re.IGNORECASE)


def parse_address(network: str, written: str, *, home: str = "") -> ParsedAddress:
    """Parse `written`.

    Raises `NotAnAddress`. `home`: where this installation opens the network's pages, if not at its own address.
    """
    text = written.strip().strip("«»\"'").strip()
    if home and text.startswith(f"{home.rstrip('/')}/"):
        return _page(network, _parts(re.split(r"[?#]", text.removeprefix(home.rstrip("/")), maxsplit=1)[0]))
    link = None if _NAME.fullmatch(text) and "." not in text else _LINK.fullmatch(text)
    if link and (link[2] is not None or network_of_host(link[1].lower())):
        return _page(network, _path(network, link[1].lower(), link[2] or ""))
    return _page(network, [text])


def network_of_host(host: str) -> NetworkProfile | None:
    return next((network for network in NETWORKS.values() if host in network.pages.hosts), None)


def _path(network: str, host: str, path: str) -> list[str]:
    own = NETWORKS[network]
    if host not in own.pages.hosts:
        other = network_of_host(host)
        whose = f"Это адрес другой сети: {other.title}." if other else f"Это адрес не из сети {own.title}."
        raise NotAnAddress(f"{whose} {own.pages.how}")
    return _parts(path)


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]


def _page(network: str, parts: list[str]) -> ParsedAddress:
    """The page named by the path; parts after it (a post, a topic) are ignored."""
    pages = NETWORKS[network].pages
    before = parts[0] if len(parts) > 1 and parts[0] in pages.before else ""
    parts = parts[1:] if before else parts
    own = parts[0] if parts else ""
    beginnings, sentence = pages.invitations
    if own.startswith(beginnings):
        raise NotAnAddress(sentence)
    if pages.in_post and (post := pages.in_post.fullmatch(own)):
        own = post[1]
    number = pages.number.fullmatch(own)
    if number and int(number[1]):
        return ParsedAddress(number=pages.as_kept(number[1]))
    name = own.removeprefix("@")
    if not _NAME.fullmatch(name):
        raise NotAnAddress(f"По этому адресу страницы не найти. {pages.how}")
    return ParsedAddress(name=name)

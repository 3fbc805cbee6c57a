"""Meeting a page before it is in the registry: who it is and whose the keys are; and where the network calls back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from veche.networks.protocol import NetworkError, Slot


@dataclass(frozen=True, slots=True)
class PageIdentity:
    """What the network itself says of the page. `number` as in `address["id"]`; `owners`: to whom each key belongs."""

    number: str
    title: str
    username: str = ""
    linked_group_id: str = ""
    url: str = ""
    owners: Mapping[Slot, str] = field(default_factory=dict)


class WebhookSetup(Protocol):
    """Each adapter is one."""

    def identify_page(self, name: str, *, deadline: float) -> PageIdentity:
        """By a short name, or with "" by the number it was opened with. Changes nothing.

        Raises `NetworkError`; its advice tells a wrong key from a page that is not there.
        """

    def confirmation(self, url: str, *, deadline: float) -> str:
        """What `address["confirmation"]` must hold before `subscribe`: VK asks our address for it at once. Else ""."""

    def subscribe(self, url: str, secret: str, *, deadline: float) -> None:
        """From now on events come to `url` with `secret`, and asking for them may not work. Safe to repeat."""

    def is_subscribed(self, url: str, *, deadline: float) -> bool:
        """Whether events go to `url` as `subscribe` left it. A network that gave an address up tells nobody."""

    def unsubscribe(self, url: str, *, deadline: float) -> None:
        """Back to being asked. What is not there any more is no mistake."""


def wrong_page(title: str, what: str, slot: Slot, code: str) -> NetworkError:
    """The key works, but not for this page."""
    return NetworkError(f"{title}: {what}", permanent=True, key_slot=slot, code=code)

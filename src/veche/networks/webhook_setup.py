"""Identify a page before it is registered, and set up where its network sends events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from veche.networks.protocol import NetworkError, Slot


@dataclass(frozen=True, slots=True)
class PageIdentity:
    """The network's data about the page. `number` as in `address["id"]`; `owners`: the owner of each key."""

    number: str
    title: str
    username: str = ""
    linked_group_id: str = ""
    url: str = ""
    owners: Mapping[Slot, str] = field(default_factory=dict)


class WebhookSetup(Protocol):
    """Identifying a page and managing its webhook; implemented by each adapter."""

    def identify_page(self, name: str, *, deadline: float) -> PageIdentity:
        """Identify the page by a short name or, with "", by the id it was opened with. Changes nothing.

        Raises `NetworkError`; its advice tells a wrong key from a missing page.
        """

    def confirmation(self, url: str, *, deadline: float) -> str:
        """The value that `address["confirmation"]` must have before `subscribe`, as VK requests it from our URL; else
        "".
        """

    def subscribe(self, url: str, secret: str, *, deadline: float) -> None:
        """Make the network send events to `url` with `secret`; polling may stop working. Safe to repeat."""

    def is_subscribed(self, url: str, *, deadline: float) -> bool:
        """Whether events go to `url` as `subscribe` left it. Networks drop an address silently."""

    def unsubscribe(self, url: str, *, deadline: float) -> None:
        """Return to polling. A missing subscription is no error."""


def wrong_page(title: str, what: str, slot: Slot, code: str) -> NetworkError:
    """The error for a key that works, but not for this page."""
    return NetworkError(f"{title}: {what}", permanent=True, key_slot=slot, code=code)

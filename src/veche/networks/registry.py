"""The networks by slug, and how one account of one of them is opened."""

from collections.abc import Mapping
from typing import Final

from veche.kernel.http import Door
from veche.networks.max.network import MAX
from veche.networks.meeting import Meeting
from veche.networks.ok.network import OK
from veche.networks.protocol import Keys, Network
from veche.networks.telegram.network import Telegram
from veche.networks.vk.network import VK

type Adapter = type[VK | OK | Telegram | MAX]

NETWORKS: Final[Mapping[str, Adapter]] = {network.slug: network for network in (VK, OK, Telegram, MAX)}


def meet(slug: str, *, address: Mapping[str, str], keys: Keys, door: Door, base_url: str = "") -> Meeting:
    """As `open_network`; `address["id"]` may be "0" where only a short name is known."""
    if slug not in NETWORKS:
        raise LookupError(f"no such network: {slug}")
    return NETWORKS[slug](address=address, keys=keys, door=door, base_url=base_url)


def open_network(
    slug: str,
    *,
    address: Mapping[str, str],
    keys: Keys,
    door: Door,
    base_url: str = "",
    webhook_secret: str = "",
) -> Network:
    """One account, ready to be called; nothing is asked yet. `LookupError` for an unknown slug.

    `address`: `id` (VK: the community's number without a sign; Telegram: the channel's, −100…; MAX:
    the channel's, negative), and where the network
    has them `linked_group_id`, `username`, `confirmation`, and `pages`: where people read it (https://vk.com).
    `base_url` is what stands before `/method/…`, `/bot…` or `/messages`; "" is the network's own address.
    """
    if slug not in NETWORKS:
        raise LookupError(f"no such network: {slug}")
    return NETWORKS[slug](address=address, keys=keys, door=door, base_url=base_url, webhook_secret=webhook_secret)

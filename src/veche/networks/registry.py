"""The list of networks, and opening one account of one of them."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from veche.networks.content import OutgoingPost, Rendered
from veche.networks.profile import NetworkProfile
from veche.networks.protocol import Keys, Network
from veche.networks.webhook_setup import WebhookSetup

if TYPE_CHECKING:
    from veche.kernel.http import HttpClient
    from veche.networks.bots import ServiceBot

# One line for each folder beside this file, in the order of every screen.
SLUGS: Final = (
    "vk",
    "ok",
    "telegram",
    "max",
    "mastodon",
)


class IncompleteProfile(SystemExit):
    """A profile that cannot be used. The text is Russian, for the administrator: which network, which field.

    Raised while `NETWORKS` is imported, it ends the process with this text alone, because nothing works without.
    """


def profile_of(slug: str) -> NetworkProfile:
    """Read `networks/<slug>/profile.py`. Raises `IncompleteProfile`."""
    where = f"veche/networks/{slug}/profile.py"
    try:
        found = getattr(import_module(f"veche.networks.{slug}.profile"), "PROFILE", None)
    except TypeError as error:
        if not (missing := re.match(r"(\w+)\.__init__\(\) missing .*?: (.+)", str(error))):
            raise
        fields = ", ".join(re.findall(r"'(\w+)'", missing[2]))
        raise IncompleteProfile(f"Сеть {slug}: в {where} нет обязательных полей {missing[1]}: {fields}.") from error
    except ModuleNotFoundError as error:
        raise IncompleteProfile(f"Сеть {slug}: {where} не прочесть, нет модуля {error.name}.") from error
    if not isinstance(found, NetworkProfile):
        raise IncompleteProfile(f"Сеть {slug}: в {where} нет PROFILE с профилем сети.")
    if wrong := found.problem():
        raise IncompleteProfile(f"Сеть {slug}: в {where} {wrong}.")
    return found


NETWORKS: Final[Mapping[str, NetworkProfile]] = {slug: profile_of(slug) for slug in SLUGS}


@cache
def adapter(slug: str) -> Any:
    """The class of `networks/<slug>/network.py`. Raises `LookupError` for an unknown slug.

    Imported on first use: settings read profiles and need no client of any network.
    """
    if slug not in NETWORKS:
        raise LookupError(f"no such network: {slug}")
    return import_module(f"veche.networks.{slug}.network").ADAPTER


def render_post(slug: str, post: OutgoingPost) -> Rendered:
    """The post exactly as it will be published (`Network.render`). Reads the photos' files."""
    drawn: Rendered = adapter(slug).render(post)
    return drawn


def render_reply(slug: str, text: str) -> Rendered:
    drawn: Rendered = adapter(slug).render_reply(text)
    return drawn


def open_bot(slug: str, *, keys: Keys, http: "HttpClient", base_url: str = "") -> "ServiceBot":
    """Open the administration's own bot with its key in the slot `BOT`. Raises `LookupError` if there is none."""
    if slug not in NETWORKS or NETWORKS[slug].bot is None:
        raise LookupError(f"no bots in {slug}")
    opened: ServiceBot = import_module(f"veche.networks.{slug}.bot").BOT(keys=keys, http=http, base_url=base_url)
    return opened


def open_webhook_setup(
    slug: str, *, address: Mapping[str, str], keys: Keys, http: "HttpClient", base_url: str = ""
) -> WebhookSetup:
    """As `open_network`; `address["id"]` may be "0" if only a short name is known."""
    opened: WebhookSetup = adapter(slug)(address=address, keys=keys, http=http, base_url=base_url)
    return opened


def open_network(
    slug: str,
    *,
    address: Mapping[str, str],
    keys: Keys,
    http: "HttpClient",
    base_url: str = "",
    webhook_secret: str = "",
) -> Network:
    """Open one account without asking the network anything. Raises `LookupError` for an unknown slug.

    `address`: `id` (VK: the community's number without a sign; Telegram: the channel's, −100…; MAX: the channel's,
    negative), and where the network has them `linked_group_id`, `username`, `confirmation`, and `pages`: where people
    read it (https://vk.com). `base_url`: what precedes `/method/…`, `/bot…` or `/messages`; "" is the network's own
    address.
    """
    opened: Network = adapter(slug)(
        address=address, keys=keys, http=http, base_url=base_url, webhook_secret=webhook_secret
    )
    return opened

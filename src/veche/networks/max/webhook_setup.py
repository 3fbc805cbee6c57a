"""Identify the channel and the bot, and set up the webhook: POST /subscriptions with its secret."""

from collections.abc import Mapping
from typing import Any

from veche.networks.errors import READING
from veche.networks.max.channel import HOME, Channel
from veche.networks.max.client import part
from veche.networks.max.events import KINDS
from veche.networks.protocol import NetworkError, Slot
from veche.networks.webhook_setup import PageIdentity

_NONE = frozenset({"max_not.found", "max_404"})


def identify_page(channel: Channel, name: str, *, deadline: float) -> PageIdentity:
    bot = channel.client.call("GET", "/me", purpose=READING, deadline=deadline)
    path = f"/chats/{part(name)}" if name else channel.path
    chat = channel.client.call("GET", path, purpose=READING, deadline=deadline)
    number, link = chat.get("chat_id"), chat.get("link")
    if not isinstance(number, int):
        raise channel.client.unexpected(READING)
    known = link if isinstance(link, str) and link.startswith(f"{HOME}/") else ""
    return PageIdentity(
        number=str(number),
        title=str(chat.get("title") or ""),
        username=known.removeprefix(f"{HOME}/"),
        url=channel.pages + known.removeprefix(HOME) if known else "",
        owners={Slot.BOT: str(bot.get("name") or bot.get("first_name") or "")},
    )


def subscribe(channel: Channel, url: str, secret: str, *, deadline: float) -> None:
    """Subscribe. An older subscription to fewer kinds is removed first, as repeating is not documented to widen it.

    Called with each nightly check (`accounts.domain.webhook_subscription`).
    """
    if _is_narrow(channel, url, deadline):
        unsubscribe(channel, url, deadline=deadline)
    body = {"url": url, "secret": secret, "update_types": list(KINDS)}
    channel.client.call("POST", "/subscriptions", body=body, purpose=READING, deadline=deadline)


def _is_narrow(channel: Channel, url: str, deadline: float) -> bool:
    """Whether the subscription lacks kinds. None or an empty list means all (dev.max.ru, POST /subscriptions)."""
    kinds = [one.get("update_types") for one in _ours(channel, url, deadline)]
    return any(isinstance(heard, list) and heard and not set(KINDS) <= set(heard) for heard in kinds)


def is_subscribed(channel: Channel, url: str, *, deadline: float) -> bool:
    return bool(_ours(channel, url, deadline))


def _ours(channel: Channel, url: str, deadline: float) -> list[Mapping[str, Any]]:
    answer = channel.client.call("GET", "/subscriptions", purpose=READING, deadline=deadline)
    found = answer.get("subscriptions")
    known = found if isinstance(found, list) else []
    return [one for one in known if isinstance(one, Mapping) and one.get("url") == url]


def unsubscribe(channel: Channel, url: str, *, deadline: float) -> None:
    try:
        channel.client.call("DELETE", "/subscriptions", query={"url": url}, purpose=READING, deadline=deadline)
    except NetworkError as error:
        if error.code not in _NONE:
            raise

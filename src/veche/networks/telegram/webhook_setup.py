"""Identify the channel and the bot, and set up the webhook: setWebhook with its secret, deleteWebhook."""

from collections.abc import Mapping
from typing import Any

from veche.networks.errors import READING
from veche.networks.protocol import Slot
from veche.networks.telegram.channel import Channel, chat_id
from veche.networks.telegram.events import WANTED
from veche.networks.telegram.refusals import TITLE
from veche.networks.webhook_setup import PageIdentity, wrong_page

# Enough for a city; more would only open more connections to our address at once.
CONNECTIONS = 10


def identify_page(channel: Channel, name: str, *, deadline: float) -> PageIdentity:
    bot = _call(channel, "getMe", {}, deadline)
    asked: str | int = f"@{name}" if name else int(channel.channel_id)
    chat = _call(channel, "getChat", {"chat_id": asked}, deadline)
    if chat.get("type") != "channel":
        what = "по этому адресу не канал. Впишите адрес канала, а не группы и не бота."
        raise wrong_page(TITLE, what, Slot.BOT, "not_a_channel")
    username = str(chat.get("username") or "")
    return PageIdentity(
        number=chat_id(chat),
        title=str(chat.get("title") or ""),
        username=username,
        linked_group_id=chat_id({"id": chat.get("linked_chat_id")}),
        url=f"{channel.pages}/{username}" if username else "",
        owners={Slot.BOT: f"@{bot.get('username', '')}"},
    )


def subscribe(channel: Channel, url: str, secret: str, *, deadline: float) -> None:
    params = {"url": url, "secret_token": secret, "allowed_updates": list(WANTED), "max_connections": CONNECTIONS}
    if channel.client.call("setWebhook", params, purpose=READING, deadline=deadline) is not True:
        raise channel.client.unexpected(READING)


def is_subscribed(channel: Channel, url: str, *, deadline: float) -> bool:
    return _call(channel, "getWebhookInfo", {}, deadline).get("url") == url


def unsubscribe(channel: Channel, url: str, *, deadline: float) -> None:
    """Delete the webhook. A bot has only one, so `url` does not matter. Pending updates stay for getUpdates."""
    del url
    if channel.client.call("deleteWebhook", {}, purpose=READING, deadline=deadline) is not True:
        raise channel.client.unexpected(READING)


def _call(channel: Channel, method: str, params: Mapping[str, Any], deadline: float) -> Mapping[str, Any]:
    answer = channel.client.call(method, params, purpose=READING, deadline=deadline)
    if not isinstance(answer, Mapping):
        raise channel.client.unexpected(READING)
    return answer

"""New events: getUpdates without waiting, the webhook with its secret header, and pictures of comments."""

from collections.abc import Mapping
from typing import Any

from veche.networks.errors import READING
from veche.networks.protocol import Answer, InboxPage, PictureRef, WebhookRequest
from veche.networks.telegram.channel import Channel
from veche.networks.telegram.events import WANTED, events_of, gap_of
from veche.networks.telegram.profile import FILE_BYTES
from veche.networks.webhooks import body_of, check_secret

PAGE = 100
_SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 -- a header's name


def fetch(channel: Channel, cursor: str, *, deadline: float) -> InboxPage:
    """Read one page. The cursor is the next update's number; sending it makes Telegram forget earlier updates."""
    params: dict[str, Any] = {"timeout": 0, "limit": PAGE, "allowed_updates": list(WANTED)}
    if cursor.isdigit():
        params["offset"] = int(cursor)
    answer = channel.client.call("getUpdates", params, purpose=READING, deadline=deadline)
    updates = [update for update in answer if isinstance(update, Mapping)] if isinstance(answer, list) else None
    if updates is None:
        raise channel.client.unexpected(READING)
    events, unread = events_of(channel, updates)
    return InboxPage(events, _next(updates, cursor), more=len(updates) >= PAGE, gap=gap_of(unread))


def _next(updates: list[Mapping[str, Any]], cursor: str) -> str:
    numbers = [update["update_id"] for update in updates if isinstance(update.get("update_id"), int)]
    return str(max(numbers) + 1) if numbers else cursor


def parse_webhook(channel: Channel, request: WebhookRequest, *, secret: str) -> Answer:
    check_secret(request, _SECRET_HEADER, secret)
    update = body_of(request)
    if update is None:  # a refused update would be sent again forever
        return Answer((), gap=gap_of(1))
    events, unread = events_of(channel, (update,))
    return Answer(events, gap=gap_of(unread))


def fetch_picture(channel: Channel, ref: PictureRef, *, deadline: float) -> bytes:
    path = file_path(channel.client.call("getFile", {"file_id": ref.ref}, purpose=READING, deadline=deadline))
    if not path:
        raise channel.client.unexpected(READING)
    return channel.client.download(path, max_bytes=FILE_BYTES, purpose=READING, deadline=deadline)


def file_path(file: Any) -> str:
    """The `file_path` in an answer to getFile; "" if it has none that can be an address's end."""
    path = file.get("file_path") if isinstance(file, Mapping) else None
    return path if isinstance(path, str) and not path.startswith("/") and ".." not in path.split("/") else ""

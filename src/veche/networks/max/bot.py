"""The administration's own bot in MAX: messages with a link under them, and what people send to it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from veche.kernel.foreign_json import storable
from veche.kernel.http import HttpClient
from veche.networks.bots import (
    TELLING,
    BotEvent,
    BotIdentity,
    BotPage,
    Button,
    ChatClosed,
    ChatStarted,
    ChatStopped,
    Sent,
    SentFile,
)
from veche.networks.calls import Caller
from veche.networks.errors import READING
from veche.networks.max import pace
from veche.networks.max.channel import as_mid, body_of, messages_of, mid_of, milliseconds, text_of
from veche.networks.max.client import Client
from veche.networks.max.inbox import PAGE
from veche.networks.max.lookup import answered
from veche.networks.max.messages import CLOSED
from veche.networks.max.people import name_of
from veche.networks.max.profile import PROFILE
from veche.networks.max.refusals import TITLE
from veche.networks.protocol import Absent, FileKind, Found, Keys, LookUp, NetworkError, Slot
from veche.networks.webhooks import UNREADABLE

KINDS = ("bot_started", "bot_stopped", "dialog_removed", "message_created", "message_edited")
_STOPPED = frozenset({"bot_stopped", "dialog_removed"})
_KIND = {"image": None, "video": FileKind.VIDEO, "file": FileKind.DOCUMENT}
# Our message is among the last of the dialog.
_LAST = 50


class MAXBot:
    """`chat_id`: the number of the dialog."""

    def __init__(self, *, keys: Keys, http: HttpClient, base_url: str = "") -> None:
        self._client = Client(Caller(http, TITLE), base_url=base_url or PROFILE.server.api, keys=keys)
        self._key = keys[Slot.BOT]

    def identify(self, *, deadline: float) -> BotIdentity:
        bot = self._client.call("GET", "/me", purpose=READING, deadline=deadline)
        number, name = bot.get("user_id"), bot.get("username")
        if not isinstance(number, int) or not isinstance(name, str):
            raise self._client.unexpected(READING)
        return BotIdentity(str(number), name, str(bot.get("name") or bot.get("first_name") or name))

    def webhook(self, *, deadline: float) -> str:
        found = self._client.call("GET", "/subscriptions", purpose=READING, deadline=deadline).get("subscriptions")
        known = found if isinstance(found, list) else ()
        return next((str(one["url"]) for one in known if isinstance(one, Mapping) and one.get("url")), "")

    def send(self, chat_id: str, text: str, buttons: tuple[Button, ...], *, reply_to: str, deadline: float) -> str:
        body: dict[str, Any] = {"text": text}
        if buttons:
            rows = [[{"type": "link", "text": button.text, "url": button.url}] for button in buttons]
            body["attachments"] = [{"type": "inline_keyboard", "payload": {"buttons": rows}}]
        if reply_to:
            body["link"] = {"type": "reply", "mid": reply_to}
        query = {"chat_id": int(chat_id)}
        turns = pace.of_call(self._key)
        try:
            sent = self._client.call(
                "POST", "/messages", query=query, body=body, purpose=TELLING, deadline=deadline, turns=turns
            )
            return mid_of(sent["message"])
        except NetworkError as error:
            raise (ChatClosed(str(error), permanent=True, code=error.code) if error.code in CLOSED else error) from None
        except (LookupError, TypeError):
            raise self._client.unexpected(TELLING) from None

    def look_up(self, chat_id: str, text: str, *, since: datetime, deadline: float) -> LookUp:
        query = {"chat_id": int(chat_id), "after": milliseconds(since), "count": _LAST}
        answer = self._client.call("GET", "/messages", query=query, purpose=READING, deadline=deadline)
        for message in messages_of(answer) or ():
            try:
                sender = message.get("sender") or {}
                if sender.get("is_bot") is True and text_of(message) == text:
                    return Found(mid_of(message), how="MAX показал сообщение")
            except UNREADABLE:
                continue
        return Absent()

    def fetch(self, cursor: str, *, deadline: float) -> BotPage:
        query: dict[str, str | int] = {"timeout": 0, "limit": PAGE, "types": ",".join(KINDS)}
        if cursor.lstrip("-").isdecimal():
            query["marker"] = cursor
        answer = self._client.call("GET", "/updates", query=query, purpose=READING, deadline=deadline)
        found = answer.get("updates")
        if not isinstance(found, list):
            raise self._client.unexpected(READING)
        marker = answer.get("marker")
        following = str(marker) if isinstance(marker, int) else cursor
        events = tuple(_events(update for update in storable(found) if isinstance(update, Mapping)))
        return BotPage(events, following, more=len(found) >= PAGE)

    def download(self, ref: str, *, max_bytes: int, deadline: float) -> bytes:
        return self._client.download(ref, max_bytes=max_bytes, purpose=READING, deadline=deadline)


def _events(updates: Iterable[Mapping[str, Any]]) -> Iterable[BotEvent]:
    """An update that cannot be read is left out: nothing else may wait for it."""
    for update in updates:
        try:
            yield from _event(update)
        except UNREADABLE:
            continue


def _event(update: Mapping[str, Any]) -> Iterable[BotEvent]:
    """Updates have no id: kind, message and time make the dedup key."""
    kind, at = update["update_type"], int(update["timestamp"])
    if kind == "bot_started":
        chat, payload = str(int(update["chat_id"])), str(update.get("payload") or "")
        yield ChatStarted(f"{kind}:{chat}:{at}", chat, name_of(update["user"]), payload)
    elif kind in _STOPPED:
        chat = str(int(update["chat_id"]))
        yield ChatStopped(f"{kind}:{chat}:{at}", chat)
    elif kind in {"message_created", "message_edited"}:
        yield from _sent(update, edited=kind == "message_edited", at=at)


def _sent(update: Mapping[str, Any], *, edited: bool, at: int) -> Iterable[BotEvent]:
    message = update["message"]
    sender = message["sender"]
    if message["recipient"].get("chat_type") != "dialog" or sender.get("is_bot") is True:
        return
    mid = mid_of(message)
    reply = answered(message)
    yield Sent(
        dedup=f"edit:{mid}:{at}" if edited else f"new:{mid}",
        chat_id=str(int(message["recipient"]["chat_id"])),
        name=name_of(sender),
        message_id=mid,
        text=text_of(message),
        files=_files(message),
        reply_to=as_mid(reply) if reply else "",
        edited=edited,
    )


def _files(message: Mapping[str, Any]) -> tuple[SentFile, ...]:
    attachments = body_of(message).get("attachments")
    known = [one for one in attachments or () if isinstance(one, Mapping) and one.get("type") in _KIND]
    return tuple(
        SentFile(
            str(one["payload"]["url"]), _KIND[one["type"]], str(one.get("filename") or ""), int(one.get("size") or 0)
        )
        for one in known
        if isinstance(one.get("payload"), Mapping) and one["payload"].get("url")
    )


BOT: Final = MAXBot

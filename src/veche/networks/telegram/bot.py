"""The administration's own bot in Telegram: messages with a link under them, and what people send to it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from veche.kernel.foreign_json import storable
from veche.kernel.http import HttpClient
from veche.kernel.pace import Turn
from veche.networks.bots import (
    TELLING,
    BotEvent,
    BotIdentity,
    BotPage,
    Button,
    ChatBack,
    ChatClosed,
    ChatStarted,
    ChatStopped,
    Sent,
    SentFile,
)
from veche.networks.calls import Caller
from veche.networks.errors import READING
from veche.networks.pace import digest
from veche.networks.protocol import CannotTell, FileKind, Keys, LookUp, NetworkError, Slot
from veche.networks.telegram import pace, people
from veche.networks.telegram.channel import chat_id
from veche.networks.telegram.client import Client
from veche.networks.telegram.inbox import PAGE, file_path
from veche.networks.telegram.profile import PROFILE
from veche.networks.telegram.refusals import TITLE
from veche.networks.webhooks import UNREADABLE

WANTED = ("message", "edited_message", "my_chat_member")
CLOSED = frozenset({"tg_not_wanted", "tg_not_found", "tg_no_person"})
NO_WORD = "Телеграм не показывает боту, что он уже отправил."
_START = "/start"


class TelegramBot:
    def __init__(self, *, keys: Keys, http: HttpClient, base_url: str = "") -> None:
        self._client = Client(Caller(http, TITLE), base_url=base_url or PROFILE.server.api, keys=keys)
        self._key = keys[Slot.BOT]

    def identify(self, *, deadline: float) -> BotIdentity:
        bot = self._client.call("getMe", {}, purpose=READING, deadline=deadline)
        number, name = chat_id(bot), bot.get("username") if isinstance(bot, Mapping) else None
        if not number or not isinstance(name, str):
            raise self._client.unexpected(READING)
        return BotIdentity(number, name, str(bot.get("first_name") or name))

    def webhook(self, *, deadline: float) -> str:
        found = self._client.call("getWebhookInfo", {}, purpose=READING, deadline=deadline)
        return str(found.get("url") or "") if isinstance(found, Mapping) else ""

    def send(self, chat_id: str, text: str, buttons: tuple[Button, ...], *, reply_to: str, deadline: float) -> str:
        params: dict[str, Any] = {
            "chat_id": int(chat_id),
            "text": text,
            "link_preview_options": {"is_disabled": True},
        }
        if buttons:
            rows = [[{"text": button.text, "url": button.url}] for button in buttons]
            params["reply_markup"] = {"inline_keyboard": rows}
        if reply_to:
            params["reply_parameters"] = {"message_id": int(reply_to), "allow_sending_without_reply": True}
        turns = (*pace.of_call(self._key), Turn(f"telegram:chat:{digest(self._key)}:{chat_id}", pace.CHAT))
        try:
            sent = self._client.call("sendMessage", params, purpose=TELLING, deadline=deadline, turns=turns)
        except NetworkError as error:
            raise (ChatClosed(str(error), permanent=True, code=error.code) if error.code in CLOSED else error) from None
        if not isinstance(sent, Mapping) or not isinstance(sent.get("message_id"), int):
            raise self._client.unexpected(TELLING)
        return str(sent["message_id"])

    def look_up(self, chat_id: str, text: str, *, since: datetime, deadline: float) -> LookUp:
        del chat_id, text, since, deadline
        return CannotTell(NO_WORD)

    def fetch(self, cursor: str, *, deadline: float) -> BotPage:
        params: dict[str, Any] = {"timeout": 0, "limit": PAGE, "allowed_updates": list(WANTED)}
        if cursor.isdigit():
            params["offset"] = int(cursor)
        answer = self._client.call("getUpdates", params, purpose=READING, deadline=deadline)
        if not isinstance(answer, list):
            raise self._client.unexpected(READING)
        updates = [update for update in storable(answer) if isinstance(update, Mapping)]
        numbers = [update["update_id"] for update in updates if isinstance(update.get("update_id"), int)]
        following = str(max(numbers) + 1) if numbers else cursor
        return BotPage(tuple(_events(updates)), following, more=len(updates) >= PAGE)

    def download(self, ref: str, *, max_bytes: int, deadline: float) -> bytes:
        file = self._client.call("getFile", {"file_id": ref}, purpose=READING, deadline=deadline)
        path = file_path(file)
        if not path:
            raise self._client.unexpected(READING)
        return self._client.download(path, max_bytes=max_bytes, purpose=READING, deadline=deadline)


def _events(updates: Iterable[Mapping[str, Any]]) -> Iterable[BotEvent]:
    """An update that cannot be read is left out: nothing else may wait for it."""
    for update in updates:
        try:
            yield from _event(update, f"update:{int(update['update_id'])}")
        except UNREADABLE:
            continue


def _event(update: Mapping[str, Any], dedup: str) -> Iterable[BotEvent]:
    if isinstance(update.get("my_chat_member"), Mapping):
        yield from _stopped_or_back(update["my_chat_member"], dedup)
        return
    edited = "edited_message" in update
    message = update["edited_message"] if edited else update.get("message")
    if not isinstance(message, Mapping) or message["chat"].get("type") != "private":
        return
    chat, name = chat_id(message["chat"]), people.name_of(message.get("from") or {})
    text = str(message.get("text") or message.get("caption") or "")
    word, _, code = text.partition(" ")
    if word == _START and not edited:
        yield ChatStarted(dedup, chat, name, code.strip())
        return
    answered = message.get("reply_to_message")
    yield Sent(
        dedup=dedup,
        chat_id=chat,
        name=name,
        message_id=str(int(message["message_id"])),
        text=text,
        files=_files(message),
        reply_to=str(int(answered["message_id"])) if isinstance(answered, Mapping) else "",
        album=str(message.get("media_group_id") or ""),
        edited=edited,
    )


def _stopped_or_back(change: Mapping[str, Any], dedup: str) -> Iterable[BotEvent]:
    """In a private chat this update comes only when the person blocks or unblocks the bot."""
    if change["chat"].get("type") != "private":
        return
    chat, status = chat_id(change["chat"]), change["new_chat_member"].get("status")
    if status in {"kicked", "left"}:
        yield ChatStopped(dedup, chat)
    elif status == "member":
        yield ChatBack(dedup, chat)


def _files(message: Mapping[str, Any]) -> tuple[SentFile, ...]:
    """The largest copy of a photo, a video, a file. An animation is a document too and is taken as a video."""
    if sizes := message.get("photo"):
        best = max(sizes, key=lambda size: int(size.get("width", 0)) * int(size.get("height", 0)))
        return (SentFile(str(best["file_id"]), None, size=int(best.get("file_size") or 0)),)
    for name, kind in (("video", FileKind.VIDEO), ("animation", FileKind.VIDEO), ("video_note", FileKind.VIDEO)):
        if isinstance(message.get(name), Mapping):
            return (_file(message[name], kind),)
    document = message.get("document")
    if not isinstance(document, Mapping):
        return ()
    mime = str(document.get("mime_type") or "")
    if mime.startswith("image/"):
        return (_file(document, None),)
    return (_file(document, FileKind.VIDEO if mime.startswith("video/") else FileKind.DOCUMENT),)


def _file(file: Mapping[str, Any], kind: FileKind | None) -> SentFile:
    return SentFile(str(file["file_id"]), kind, str(file.get("file_name") or ""), int(file.get("file_size") or 0))


BOT: Final = TelegramBot

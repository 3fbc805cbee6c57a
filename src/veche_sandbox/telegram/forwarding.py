"""forwardMessage and copyMessage: repeat a message in another chat, with or without naming its origin."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from veche_sandbox.store import Account, Entry, Photo, PrivateMessage
from veche_sandbox.telegram import private, shapes
from veche_sandbox.telegram.arguments import as_whole
from veche_sandbox.telegram.call import Call, find_chat, find_message
from veche_sandbox.telegram.errors import bad_request
from veche_sandbox.telegram.replies import Reply, find_reply
from veche_sandbox.telegram.sending import Piece, check_right, put
from veche_sandbox.telegram.texts import Text
from veche_sandbox.telegram.words import caption_words

_TAKEN_ALONG = (
    "files",
    "measures",
    "cover",
    "thumb",
    "poll",
    "has_media_spoiler",
    "show_caption_above_media",
    "link_preview_options",
)


@dataclass(frozen=True, slots=True)
class Source:
    text: Text
    photo: Photo | None
    extra: Mapping[str, Any]
    origin: Mapping[str, Any]

    @property
    def has_media(self) -> bool:
        return self.photo is not None or bool(self.extra.get("files"))


def forward_message(call: Call) -> Any:
    source = _source(call, "forward")
    extra = {**source.extra, "forward_origin": source.origin}
    if private.is_private(call):
        return private.send(call, _words_alone(source), origin=source.origin)
    chat = _target(call)
    [entry] = put(call, chat, [Piece(source.text, source.photo, extra)], Reply())
    return shapes.message(call.store, entry)


def copy_message(call: Call) -> Any:
    source = _source(call, "copy")
    text = caption_words(call) if source.has_media and "caption" in call.arguments.texts else source.text
    extra = dict(source.extra)
    if call.arguments.text("show_caption_above_media") and "caption" in call.arguments.texts:
        extra["show_caption_above_media"] = call.arguments.flag("show_caption_above_media")
    if private.is_private(call):
        return {"message_id": private.send(call, _words_alone(source))["message_id"]}
    chat = _target(call)
    [entry] = put(call, chat, [Piece(text, source.photo, extra)], find_reply(call, chat))
    return {"message_id": entry.id}


def _target(call: Call) -> Account:
    chat = find_chat(call, to_write=True)
    check_right(call, chat)
    return chat


def _words_alone(source: Source) -> Text:
    if source.has_media or source.extra.get("poll"):
        raise bad_request("the training network has words alone in private chats")
    return source.text


def _source(call: Call, what: str) -> Source:
    number = call.arguments.whole("message_id")
    peer = as_whole(call.arguments.text("from_chat_id"))
    if peer > 0:
        return _of_private_message(call, peer, number, what)
    chat = find_chat(call, to_write=False, name="from_chat_id")
    entry = find_message(call, chat, number, f"message to {what}")
    if entry.kind == "service" or (what == "forward" and entry.extra.get("has_protected_content")):
        raise bad_request("message can't be forwarded" if what == "forward" else "message can't be copied")
    extra = {name: entry.extra[name] for name in _TAKEN_ALONG if name in entry.extra}
    text = Text(entry.text, tuple(shapes.entities_of(entry.text, entry.extra)))
    return Source(text, entry.photos[0] if entry.photos else None, extra, _origin(call, entry, chat))


def _of_private_message(call: Call, peer: int, number: int, what: str) -> Source:
    letter = call.store.private_messages.find("telegram", call.bot.id, number)
    if letter is None or letter.peer_id != peer:
        raise bad_request(f"message to {what} not found")
    text = Text(letter.text, tuple(shapes.entities_of(letter.text, letter.extra)))
    return Source(text, None, {}, letter.extra.get("forward_origin") or _by(call, letter.author_id, letter))


def _origin(call: Call, entry: Entry, chat: Account) -> Mapping[str, Any]:
    """The origin; a forwarded message keeps its first one."""
    if entry.kind == "forward" or entry.extra.get("forward_origin"):
        found: Mapping[str, Any] = shapes.origin(call.store, entry)["forward_origin"]
        return found
    if entry.kind == "post":
        return {"type": "channel", "chat": shapes.chat(chat), "message_id": entry.id, "date": entry.at}
    return _by(call, entry.author_id, entry)


def _by(call: Call, author: int, said: Entry | PrivateMessage) -> dict[str, Any]:
    person = call.store.accounts.person_by_id("telegram", author)
    if person is None:
        return {"type": "hidden_user", "sender_user_name": "Telegram", "date": said.at}
    return {"type": "user", "sender_user": shapes.user(person), "date": said.at}

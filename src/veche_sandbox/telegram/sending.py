"""sendMessage, sendPhoto, sendVideo, sendAnimation, sendDocument, sendMediaGroup."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from veche_sandbox.store import Account, Entry, NewEntry, Photo
from veche_sandbox.store.files import ANIMATION, DOCUMENT, VIDEO
from veche_sandbox.telegram import private, shapes
from veche_sandbox.telegram.attachments import Sent, find_file, find_thumbnail
from veche_sandbox.telegram.call import Call, find_chat
from veche_sandbox.telegram.errors import bad_request
from veche_sandbox.telegram.keyboards import read_markup
from veche_sandbox.telegram.pictures import Unprocessable, find_picture
from veche_sandbox.telegram.private import is_private
from veche_sandbox.telegram.replies import Reply, find_reply
from veche_sandbox.telegram.texts import Text
from veche_sandbox.telegram.updates import forward_to_group
from veche_sandbox.telegram.words import caption_of, caption_words, message_words

ALBUM = range(2, 11)


@dataclass(frozen=True, slots=True)
class Piece:
    """One message to send: its text, and a picture or a file if any."""

    text: Text
    photo: Photo | None = None
    extra: Mapping[str, Any] | None = None

    def with_file(self, sent: Sent) -> "Piece":
        return replace(self, extra={**(self.extra or {}), "files": [sent.file.pk], "measures": sent.measures})


def send_message(call: Call) -> Any:
    arguments = call.arguments
    text = message_words(call)
    if is_private(call):
        return private.send(call, text)
    preview = arguments.objects("link_preview_options", "link preview options")
    chat = find_chat(call, to_write=True)
    check_right(call, chat)
    extra = {"link_preview_options": preview} if preview else {}
    return send_one(call, chat, Piece(text, extra=extra))


def send_photo(call: Call) -> Any:
    arguments = call.arguments
    given = arguments.text("photo")
    if not given and "photo" not in arguments.files:
        raise bad_request("there is no photo in the request")
    text = caption_words(call)
    chat = find_chat(call, to_write=True)
    check_right(call, chat)
    photo = find_picture(call, "photo", given, chat)
    if photo is None:
        raise bad_request("there is no photo in the request")
    extra = {
        "has_media_spoiler": arguments.flag("has_spoiler"),
        "show_caption_above_media": arguments.flag("show_caption_above_media"),
    }
    return send_one(call, chat, Piece(text, photo, extra))


def send_video(call: Call) -> Any:
    return _send_file(call, VIDEO)


def send_animation(call: Call) -> Any:
    return _send_file(call, ANIMATION)


def send_document(call: Call) -> Any:
    return _send_file(call, DOCUMENT)


def _send_file(call: Call, kind: str) -> Any:
    """Send a file. The part and the parameter have the kind's name."""
    arguments = call.arguments
    given = arguments.text(kind)
    if not given and kind not in arguments.files:
        raise bad_request(f"there is no {kind} in the request")
    text = caption_words(call)
    chat = find_chat(call, to_write=True)
    check_right(call, chat)
    said = {name: arguments.whole(name) for name in ("width", "height", "duration") if arguments.text(name)}
    sent = find_file(call, kind, given, chat, said)
    if sent is None:
        raise bad_request(f"there is no {kind} in the request")
    thumb, cover = find_thumbnail(call, arguments.text("thumbnail")), _cover(call, arguments.text("cover"), chat)
    extra = {"has_media_spoiler": arguments.flag("has_spoiler"), **thumb, **cover}
    return send_one(call, chat, Piece(text, extra=extra).with_file(sent))


def _cover(call: Call, given: str, chat: Account) -> dict[str, str]:
    """The cover of a video, shown before it is played."""
    photo = find_picture(call, "", given, chat) if given else None
    if given and photo is None:
        raise bad_request("there is no cover in the request")
    return {"cover": photo.key} if photo else {}


def send_media_group(call: Call) -> Any:
    if not call.arguments.text("media"):
        raise bad_request('parameter "media" is required')
    media = call.arguments.data("media", "media")
    if not isinstance(media, list):
        raise bad_request("expected an Array of InputMedia")
    texts = [_caption_of(call, item) for item in media]
    _check_count(media)
    _check_kinds(media)
    chat = find_chat(call, to_write=True)
    check_right(call, chat)
    with call.store.transaction():
        numbered = enumerate(zip(media, texts, strict=True), start=1)
        pieces = [_numbered_piece(call, item, text, chat, place) for place, (item, text) in numbered]
    reply = find_reply(call, chat)
    entries = put(call, chat, pieces, reply, album=str(13_000_000_000_000_000 + secrets.randbelow(10**15)))
    return [shapes.message(call.store, entry) for entry in entries]


def _check_count(media: list[Any]) -> None:
    if not media:
        raise bad_request("there are no messages to send")
    if len(media) > ALBUM[-1]:
        raise bad_request("too many messages to send as an album")
    if len(media) < ALBUM[0]:
        # The real server is known to send a single item as a plain message; its documentation demands 2 to 10.
        raise bad_request("media must include 2-10 items")


def _check_kinds(media: list[Any]) -> None:
    """«sendMediaGroup»: documents can be only grouped in an album with messages of the same type."""
    kinds = {item["type"] for item in media}
    if DOCUMENT in kinds and len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")


def _caption_of(call: Call, item: Any) -> Text:
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    kind = item.get("type")
    if kind is None:
        raise bad_request("can't parse InputMedia: Can't find field \"type\"")
    if kind == "animation":
        raise bad_request("can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup")
    if kind not in ("photo", VIDEO, DOCUMENT):
        raise bad_request(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    return caption_of(call.store, item)


def _numbered_piece(call: Call, item: dict[str, Any], text: Text, chat: Account, place: int) -> Piece:
    try:
        return piece_of(call, item, text, chat)
    except Unprocessable as error:
        said = f'failed to send message #{place} with the error message "{error.word}"'
        raise bad_request(said) from error


def piece_of(call: Call, item: dict[str, Any], text: Text, chat: Account) -> Piece:
    """The content of an InputMedia."""
    if item["type"] != "photo":
        sent = find_file(call, item["type"], str(item.get("media") or ""), chat, item)
        if sent is None:
            raise bad_request("can't parse InputMedia: media not found")
        cover = _cover(call, str(item.get("cover") or ""), chat)
        thumb = find_thumbnail(call, str(item.get("thumbnail") or ""))
        shown = {"has_media_spoiler": item.get("has_spoiler") is True, **thumb, **cover}
        return Piece(text, extra=shown).with_file(sent)
    photo = find_picture(call, "", str(item.get("media") or ""), chat)
    if photo is None:
        raise bad_request("can't parse InputMedia: media not found")
    extra = {
        "has_media_spoiler": item.get("has_spoiler") is True,
        "show_caption_above_media": item.get("show_caption_above_media") is True,
    }
    return Piece(text, photo, extra)


def check_right(call: Call, chat: Account) -> None:
    """Check the right to write: in a channel administrators that may post, in a group every member."""
    if chat.kind == "channel" and not call.may(chat, "can_post_messages"):
        raise bad_request("need administrator rights in the channel chat")


def send_one(call: Call, chat: Account, piece: Piece) -> Any:
    reply = find_reply(call, chat)
    return shapes.message(call.store, put(call, chat, [piece], reply)[0])


def put(call: Call, chat: Account, pieces: list[Piece], reply: Reply, *, album: str = "") -> list[Entry]:
    """Store all messages or none; a channel's post is copied into its discussion group."""
    common = {
        "has_protected_content": call.arguments.flag("protect_content"),
        "reply_markup": read_markup(call, chat),
    }
    kind = "post" if chat.kind == "channel" else reply.kind
    author = chat.title if kind == "post" else call.bot.name
    with call.store.transaction():
        entries = [
            call.store.entries.add(
                NewEntry(
                    "telegram",
                    chat.id,
                    kind,
                    author_id=call.bot.id,
                    author_name=author,
                    text=piece.text.text,
                    photos=(piece.photo,) if piece.photo else (),
                    post=reply.post,
                    reply_to=reply.message_id,
                    thread=reply.thread,
                    album=album,
                    extra={**common, **(piece.extra or {}), "entities": list(piece.text.entities)},
                )
            )
            for piece in pieces
        ]
        if kind == "post":
            forward_to_group(call.store, chat, entries)
    return entries

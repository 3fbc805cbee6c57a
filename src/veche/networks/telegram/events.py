"""Convert updates of the Bot API to our events.

A channel post is forwarded to the discussion group with `is_automatic_forward`: the proof of publication and the root
of its comment thread. An album arrives as several such messages, of which only the first has the text, and no update
tells how many belong together. So an album is reported once: by its message with the text, or, if none has text, by the
lowest number of those in one page; `photo_count` counts those in the page.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from veche.networks.protocol import (
    CommentCame,
    Event,
    MessageCame,
    PageChanged,
    PictureRef,
    PostChanged,
    PostSeen,
)
from veche.networks.shown import AttachmentCounts
from veche.networks.telegram import people, polls
from veche.networks.telegram.channel import Channel, chat_id, shown_of
from veche.networks.webhooks import UNREADABLE

type Message = Mapping[str, Any]

_MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post", "my_chat_member", "chat_member")
# Telegram remembers the last list and omits `my_chat_member` and `chat_member` unless they are named.
WANTED = (*_MESSAGES, "poll")
_OF_CHANNEL = frozenset({"channel_post", "edited_channel_post"})
_CHANGES = frozenset({"my_chat_member", "chat_member"})
# Service messages of a channel, and the setting that they report.
_PAGE_CHANGES = {"new_chat_title": "title", "new_chat_photo": "avatar", "delete_chat_photo": "avatar"}
# Other service messages of a channel (core.telegram.org/bots/api, Message): they are no posts.
_SERVICE = frozenset(
    {
        "pinned_message",
        "channel_chat_created",
        "message_auto_delete_timer_changed",
        "chat_background_set",
        "boost_added",
        "direct_message_price_changed",
        "paid_message_price_changed",
        "giveaway_created",
        "giveaway_completed",
        "video_chat_scheduled",
        "video_chat_started",
        "video_chat_ended",
        "video_chat_participants_invited",
    }
)

# Content other than text, as a description for the moderator.
_OTHER_CONTENT = {
    "sticker": "стикер",
    "voice": "голосовое сообщение",
    "video_note": "видеосообщение",
    "video": "видео",
    "animation": "анимация",
    "audio": "аудио",
    "document": "файл",
    "poll": "опрос",
    "location": "место на карте",
    "contact": "контакт",
    "story": "история",
    "dice": "кубик",
}


def events_of(channel: Channel, updates: Iterable[Mapping[str, Any]]) -> tuple[tuple[Event, ...], int]:
    """Events in the order of the updates, and the number of unreadable updates."""
    readable: list[tuple[str, Message, int]] = []
    unread = 0
    updates = list(updates)
    for update in updates:
        try:
            readable.extend(_contents(update))
        except UNREADABLE:
            unread += 1
    albums = _albums(channel, [message for _, message, _ in readable])
    events: list[Event] = []
    for kind, message, number in readable:
        try:
            events.extend(_event(channel, kind, message, number, albums))
        except UNREADABLE:
            unread += 1
    for update in polls.latest([one for one in updates if polls.is_count(one)]):
        try:
            events.append(polls.counted(update))
        except UNREADABLE:
            unread += 1
    return tuple(events), unread


def gap_of(unread: int) -> str:
    return f"Сообщений Телеграма, которых мы не поняли: {unread}. Посмотрите обсуждения в Телеграме." if unread else ""


def _contents(update: Mapping[str, Any]) -> Iterable[tuple[str, Message, int]]:
    number = int(update["update_id"])
    for kind in _MESSAGES:
        if isinstance(update.get(kind), Mapping):
            yield kind, update[kind], number


def _albums(channel: Channel, messages: list[Message]) -> dict[str, list[Message]]:
    """Forwarded messages of one page grouped by album, lowest number first."""
    found: dict[str, list[Message]] = {}
    for message in messages:
        if message.get("media_group_id") and _is_forward(channel, message):
            found.setdefault(str(message["media_group_id"]), []).append(message)
    return {album: sorted(parts, key=_number) for album, parts in found.items()}


def _number(message: Message) -> int:
    number = message.get("message_id")
    return number if isinstance(number, int) else 0


def _event(
    channel: Channel, kind: str, message: Message, number: int, albums: Mapping[str, list[Message]]
) -> tuple[Event, ...]:
    chat = chat_id(message.get("chat"))
    if kind in _CHANGES:
        return people.changes(channel, message, number)
    if kind in _OF_CHANNEL:
        return _in_channel(channel, kind, message, number) if chat == channel.channel_id else ()
    if message["chat"].get("type") == "private":
        return _private_message(channel, kind, message, number)
    if not channel.group_id or chat != channel.group_id:
        return ()
    if not _is_forward(channel, message):
        return _comment(channel, kind, message, number)
    return _proof(channel, message, albums) if kind == "message" else ()


def _in_channel(channel: Channel, kind: str, message: Message, number: int) -> tuple[Event, ...]:
    if kind == "edited_channel_post":
        return _changed(message, number)
    if _PAGE_CHANGES.keys() & message.keys():
        return _page(message)
    if _SERVICE & message.keys():
        return ()
    return (_seen(channel, message, message["message_id"], "channel"),)


def _changed(message: Message, number: int) -> tuple[Event, ...]:
    """A changed text. In an album only the message with the text tells about it."""
    text = _words(message)
    if not text and message.get("media_group_id"):
        return ()
    post_id = str(int(message["message_id"]))
    at = _moment(message.get("edit_date") or message["date"])
    return (PostChanged(f"changed:{post_id}:{number}", post_id, text, at),)


def _page(message: Message) -> tuple[Event, ...]:
    """A service message about the page. Bots are not told who changed it, nor the previous value."""
    number, at = int(message["message_id"]), _moment(message["date"])
    what = next(field for field in _PAGE_CHANGES if field in message)
    after = str(message[what]) if what == "new_chat_title" else ""
    return (PageChanged(f"page:{number}", _PAGE_CHANGES[what], "", after, at),)


def _private_message(channel: Channel, kind: str, message: Message, update_id: int) -> tuple[Event, ...]:
    """A private message to the bot. «/start» is ignored: it is the button that opens the conversation."""
    text, pictures = _words(message) or _described(message), _pictures(message)
    if (not text and not pictures) or text.partition(" ")[0] == "/start":
        return ()
    number = int(message["message_id"])
    author, name, ours = _author(channel, message)
    edited = kind == "edited_message"
    received = MessageCame(
        dedup=f"letter-edit:{number}:{update_id}" if edited else f"letter:{number}",
        message_id=str(number),
        peer_id=chat_id(message["chat"]),
        author_id=author,
        author_name=name,
        text=text,
        at=_moment(message["date"]),
        pictures=pictures,
        edited=edited,
        ours=ours,
    )
    return (received,)


def _is_forward(channel: Channel, message: Message) -> bool:
    return message.get("is_automatic_forward") is True and chat_id(message.get("sender_chat")) == channel.channel_id


def _proof(channel: Channel, message: Message, albums: Mapping[str, list[Message]]) -> tuple[Event, ...]:
    parts = albums.get(str(message.get("media_group_id") or ""), [message])
    if len(parts) > 1 or message.get("media_group_id"):
        speaks = next((part for part in parts if _words(part)), parts[0] if len(parts) > 1 else None)
        if speaks is not message:
            return ()
    origin = message.get("forward_origin") or {}
    seen = _seen(channel, message, origin["message_id"], "thread", len(parts))
    return (seen,)


def _seen(channel: Channel, message: Message, post_id: Any, source: str, photo_count: int = 1) -> PostSeen:
    """The event for a post. `source` distinguishes its two copies: only the group's knows the thread."""
    number = int(post_id)
    return PostSeen(
        dedup=f"{source}:{number}",
        post_id=str(number),
        text=_words(message),
        photo_count=photo_count if message.get("photo") else 0,
        at=_moment(message["date"]),
        url=channel.post_url(number),
        thread_id=str(int(message["message_id"])) if source == "thread" else "",
        question=str(_poll(message).get("question") or ""),
        photos_exact=False,
        shown=AttachmentCounts() if message.get("media_group_id") else shown_of((message,)),
        album=str(message.get("media_group_id") or ""),
        repost=source == "channel" and "forward_origin" in message,
    )


def _comment(channel: Channel, kind: str, message: Message, update_id: int) -> tuple[Event, ...]:
    text = _words(message) or _described(message)
    pictures = _pictures(message)
    if not text and not pictures:
        return ()  # a person joined or a message was pinned: nothing was written
    number = int(message["message_id"])
    author, name, ours = _author(channel, message)
    edited = kind == "edited_message"
    answered = message.get("reply_to_message") or {}
    root = str(message.get("message_thread_id") or "")
    comment = CommentCame(
        dedup=f"edit:{number}:{update_id}" if edited else f"new:{number}",
        comment_id=str(number),
        post_id=_post_of(channel, answered),
        thread_id=root or (str(int(answered["message_id"])) if _is_forward(channel, answered) else ""),
        author_id=author,
        author_name=name,
        text=text,
        at=_moment(message["date"]),
        pictures=pictures,
        reply_to="" if _is_forward(channel, answered) or not answered else str(int(answered["message_id"])),
        edited=edited,
        ours=ours,
    )
    return (comment,)


def _post_of(channel: Channel, answered: Message) -> str:
    """The post's id, known if the comment answers the post itself; deeper answers only have the thread's number."""
    origin = answered.get("forward_origin") or {}
    if _is_forward(channel, answered) and isinstance(origin.get("message_id"), int):
        return str(origin["message_id"])
    return ""


def _author(channel: Channel, message: Message) -> tuple[str, str, bool]:
    """Id, name, and whether it is us: the bot, the channel, or an anonymous administrator of the group."""
    place = message.get("sender_chat")
    if isinstance(place, Mapping):
        spoke_for = chat_id(place)
        return spoke_for, str(place.get("title", "")), spoke_for in {channel.channel_id, channel.group_id}
    person = message.get("from") or {}
    number = chat_id(person)
    return number, people.name_of(person), number == channel.client.bot_id


def _words(message: Message) -> str:
    return str(message.get("text") or message.get("caption") or _poll(message).get("description") or "")


def _poll(message: Message) -> Mapping[str, Any]:
    found = message.get("poll")
    return found if isinstance(found, Mapping) else {}


def _described(message: Message) -> str:
    for kind, name in _OTHER_CONTENT.items():
        content = message.get(kind)
        if isinstance(content, Mapping):
            detail = str(content.get("emoji") or content.get("question") or content.get("file_name") or "")
            return f"[{name} {detail}]".replace(" ]", "]")
    return ""


def _pictures(message: Message) -> tuple[PictureRef, ...]:
    """The largest copy of a photo; also a picture that was sent as a file."""
    sizes = message.get("photo") or ()
    if sizes:
        best = max(sizes, key=lambda size: int(size.get("width", 0)) * int(size.get("height", 0)))
        return (PictureRef(str(best["file_id"])),)
    file = message.get("document")
    if isinstance(file, Mapping) and str(file.get("mime_type", "")).startswith("image/"):
        return (PictureRef(str(file["file_id"])),)
    return ()


def _moment(seconds: Any) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)

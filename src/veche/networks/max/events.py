"""Convert updates of the MAX Bot API to our events. Updates have no id: kind, message and time make the dedup key.

MAX does not report what the bot itself did, so our own posts are proven by reading them back.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from veche.networks.max.channel import (
    Channel,
    as_mid,
    is_forward,
    mid_of,
    moment,
    photos_of,
    pictures_of,
    shown_of,
    text_of,
)
from veche.networks.max.lookup import answered
from veche.networks.max.people import name_of
from veche.networks.protocol import (
    AdministratorChanged,
    CommentCame,
    CommentGone,
    Event,
    MessageCame,
    PageChanged,
    PostGone,
    PostSeen,
)
from veche.networks.webhooks import UNREADABLE

type Update = Mapping[str, Any]


def events_of(channel: Channel, updates: Iterable[Update]) -> tuple[tuple[Event, ...], int]:
    """Events in the order of the updates, and the number of unreadable updates, which do not block the others."""
    events: list[Event] = []
    unread = 0
    for update in updates:
        try:
            events.extend(_event(channel, update))
        except UNREADABLE:
            unread += 1
    return tuple(events), unread


def gap_of(unread: int) -> str:
    return f"Событий MAX, которых мы не поняли: {unread}. Посмотрите комментарии в MAX." if unread else ""


def _event(channel: Channel, update: Update) -> tuple[Event, ...]:
    reader = _READERS.get(update["update_type"])
    return reader(channel, update) if reader else ()


def _comment(channel: Channel, update: Update) -> tuple[Event, ...]:
    message = update["message"]
    if not _here(channel, message["recipient"].get("chat_id")):
        return ()
    mid, edited = mid_of(message), update["update_type"] == "comment_edited"
    author, name, ours = _author(channel, message)
    comment = CommentCame(
        dedup=f"edit:{mid}:{int(update['timestamp'])}" if edited else f"new:{mid}",
        comment_id=mid,
        post_id=as_mid(message["recipient"]["post_id"]),
        thread_id="",
        author_id=author,
        author_name=name,
        text=text_of(message),
        at=moment(message["timestamp"]),
        reply_to=answered(message),
        edited=edited,
        ours=ours,
    )
    return (comment,)


def _author(channel: Channel, message: Mapping[str, Any]) -> tuple[str, str, bool]:
    """Id, name, and whether it is us: what is written in the channel's name has no sender."""
    sender = message.get("sender")
    if not isinstance(sender, Mapping):
        return channel.chat_id, "", True
    return str(int(sender["user_id"])), name_of(sender), False


def _gone(channel: Channel, update: Update) -> tuple[Event, ...]:
    if not _here(channel, update["chat_id"]):
        return ()
    mid, post_id = as_mid(update["message_id"]), update.get("post_id")
    return (CommentGone(f"gone:{mid}", mid, as_mid(post_id) if post_id else "", moment(update["timestamp"])),)


def _message(channel: Channel, update: Update) -> tuple[Event, ...]:
    """A message of a dialog with the bot, or a post of the channel. Of edits only a dialog's are reported."""
    kind = update["message"]["recipient"].get("chat_type")
    if kind == "dialog":
        return _private_message(update)
    return _post(channel, update) if update["update_type"] == "message_created" else ()


def _private_message(update: Update) -> tuple[Event, ...]:
    """A private message; () without text and pictures. Pictures are URLs, as in posts."""
    message, edited = update["message"], update["update_type"] == "message_edited"
    mid, sender, text, pictures = mid_of(message), message["sender"], text_of(message), pictures_of(message)
    if not text and not pictures:
        return ()
    number = str(int(sender["user_id"]))
    received = MessageCame(
        dedup=f"letter-edit:{mid}:{int(update['timestamp'])}" if edited else f"letter:{mid}",
        message_id=mid,
        peer_id=number,
        author_id=number,
        author_name=name_of(sender),
        text=text,
        at=moment(message["timestamp"]),
        pictures=pictures,
        edited=edited,
        ours=sender.get("is_bot") is True,
    )
    return (received,)


def _post_gone(channel: Channel, update: Update) -> tuple[Event, ...]:
    if not _here(channel, update["chat_id"]):
        return ()
    mid = as_mid(update["message_id"])
    return (PostGone(f"gone-post:{mid}", mid, moment(update["timestamp"])),)


def _title(channel: Channel, update: Update) -> tuple[Event, ...]:
    """A changed title. MAX does not report the previous one."""
    if not _here(channel, update["chat_id"]):
        return ()
    at, by = int(update["timestamp"]), str(int(update["user"]["user_id"]))
    return (PageChanged(f"title:{at}", "title", "", str(update["title"]), moment(at), by),)


def _rights(channel: Channel, update: Update) -> tuple[Event, ...]:
    """Changed rights of our bot, the only ones that MAX reports; by webhook only, and without the previous rights."""
    if not _here(channel, update["chat_id"]):
        return ()
    at, bot, given = int(update["timestamp"]), str(int(update["bot_id"])), update.get("permissions") or ()
    runs = update["is_admin"] is True
    changed = AdministratorChanged(
        dedup=f"rights:{bot}:{at}",
        person_id=bot,
        name="",
        before="" if runs else "administrator",
        after=f"administrator: {' '.join(sorted(map(str, given)))}" if runs else "",
        at=moment(at),
        by_id=str(update.get("user_id") or ""),
    )
    return (changed,)


def _post(channel: Channel, update: Update) -> tuple[Event, ...]:
    message = update["message"]
    return (post_seen(channel, message),) if _here(channel, message["recipient"].get("chat_id")) else ()


def post_seen(channel: Channel, message: Mapping[str, Any]) -> PostSeen:
    mid = mid_of(message)
    return PostSeen(
        dedup=f"post:{mid}",
        post_id=mid,
        text=text_of(message),
        photo_count=photos_of(message),
        shown=shown_of(message),
        at=moment(message["timestamp"]),
        url=channel.url_of(message),
        repost=is_forward(message),
    )


_READERS = {
    "comment_created": _comment,
    "comment_edited": _comment,
    "comment_removed": _gone,
    "message_created": _message,
    "message_edited": _message,
    "message_removed": _post_gone,
    "chat_title_changed": _title,
    "bot_admin_permissions_changed": _rights,
}
KINDS = tuple(_READERS)


def _here(channel: Channel, chat_id: Any) -> bool:
    return isinstance(chat_id, int) and str(chat_id) == channel.chat_id

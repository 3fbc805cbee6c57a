"""Convert VK's events (Callback API and Bots Long Poll send the same) to ours.

A new comment may arrive as an event and by reading the wall, so its `dedup` is its number. A comment may be edited,
deleted and restored many times: there the event's own id distinguishes them.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from veche.kernel.clock import now
from veche.networks.protocol import CommentBack, CommentCame, CommentGone, Event, Place, PostSeen
from veche.networks.vk import account_events, place_events
from veche.networks.vk.account_events import ParsedEvent, Reader
from veche.networks.vk.lookup import shown_of
from veche.networks.vk.place_events import SUGGESTED, comment_came, suggested
from veche.networks.vk.places import Spot
from veche.networks.vk.wall import Wall, moment, photos_of
from veche.networks.webhooks import UNREADABLE


def events_of(
    wall: Wall, updates: Iterable[Mapping[str, Any]], names: Mapping[str, str]
) -> tuple[tuple[Event, ...], int]:
    """Events in the order of the updates, and the number of unreadable updates, which do not block the others."""
    events: list[Event] = []
    unread = 0
    for update in updates:
        try:
            events.extend(_event(wall, update, names))
        except UNREADABLE:
            unread += 1
    return tuple(events), unread


def gap_of(unread: int) -> str:
    return f"Событий VK, которых мы не поняли: {unread}. Посмотрите комментарии в VK." if unread else ""


def _event(wall: Wall, update: Mapping[str, Any], names: Mapping[str, str]) -> tuple[Event, ...]:
    """Events of one envelope; () if it is of no interest."""
    kind, body = str(update.get("type")), update.get("object")
    if kind in _READERS:
        return _READERS[kind](wall, update, body, names)
    if kind in _OBJECT_READERS:
        return tuple(_OBJECT_READERS[kind](ParsedEvent(wall, _mark(update), update["object"], names)))
    return ()


def wall_comment(wall: Wall, comment: Mapping[str, Any], *, names: Mapping[str, str], edited: str = "") -> CommentCame:
    """The event for a comment under a post. `edited`: the edit's mark, "" for a new comment."""
    return comment_came(wall, comment, Spot(Place.POST, int(comment["post_id"])), names=names, edited=edited)


def _new(wall: Wall, _update: Any, body: Any, names: Mapping[str, str]) -> tuple[Event, ...]:
    return (wall_comment(wall, body, names=names),) if _here(wall, body) else ()


def _edited(wall: Wall, update: Any, body: Any, names: Mapping[str, str]) -> tuple[Event, ...]:
    return (wall_comment(wall, body, names=names, edited=_mark(update)),) if _here(wall, body) else ()


# Deletions carry no time: they get the time of receipt.
def _gone(wall: Wall, update: Any, body: Any, _names: Any) -> tuple[Event, ...]:
    if not _here(wall, body):
        return ()
    number = int(body["id"])
    return (CommentGone(f"gone:{number}:{_mark(update)}", str(number), str(int(body["post_id"])), now()),)


def _back(wall: Wall, update: Any, body: Any, _names: Any) -> tuple[Event, ...]:
    if not _here(wall, body):
        return ()
    number = int(body["id"])
    return (CommentBack(f"back:{number}:{_mark(update)}", str(number), str(int(body["post_id"])), now()),)


def _post(wall: Wall, _update: Any, body: Any, names: Mapping[str, str]) -> tuple[Event, ...]:
    return suggested(wall, body, names) if body.get("post_type") == SUGGESTED else posts_seen(wall, body)


def posts_seen(wall: Wall, body: Mapping[str, Any]) -> tuple[PostSeen, ...]:
    """Only posts that the community itself published: suggested and delayed posts are not on the wall yet."""
    owner = int(body.get("owner_id", wall.owner_id))
    if owner != wall.owner_id or int(body["from_id"]) != wall.owner_id or body.get("post_type", "post") != "post":
        return ()
    number = int(body["id"])
    seen = PostSeen(
        dedup=f"post:{number}",
        post_id=str(number),
        text=str(body.get("text", "")),
        photo_count=len(photos_of(body)),
        shown=shown_of(body),
        at=moment(body["date"]),
        url=wall.post_url(number),
        repost=bool(body.get("copy_history")),
    )
    return (seen,)


_READERS = {
    "wall_reply_new": _new,
    "wall_reply_edit": _edited,
    "wall_reply_delete": _gone,
    "wall_reply_restore": _back,
    "wall_post_new": _post,
}
_OBJECT_READERS: Mapping[str, Reader] = {**account_events.READERS, **place_events.READERS}
KINDS = (*_READERS, *_OBJECT_READERS)


def _here(wall: Wall, body: Mapping[str, Any]) -> bool:
    return int(body.get("post_owner_id", body.get("owner_id", 0))) == wall.owner_id


def _mark(update: Mapping[str, Any]) -> str:
    event_id = str(update.get("event_id") or "")
    return event_id or hashlib.sha256(repr(sorted(update["object"].items())).encode()).hexdigest()[:16]

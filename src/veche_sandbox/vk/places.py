"""Comments under a community's photos and videos and in its topics: rows, objects and events.

Each kind has its own numbering, so that a comment under a photo and one on the wall may have the same number. That
numbers are unique in a community for each kind follows from the methods' parameters (photos.deleteComment names no
photo); unverified for topics.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from veche_sandbox.store import Account, Entry, NewEntry, Photo, Store
from veche_sandbox.store.files import VIDEO as VIDEO_FILE
from veche_sandbox.vk.calls import NETWORK
from veche_sandbox.vk.objects import attachments_of

PHOTO, VIDEO, TOPIC = "photo", "video", "topic"
KINDS = (PHOTO, VIDEO, TOPIC)
# Under this name the store keeps the comments of a kind.
SHELVES: Mapping[str, str] = {kind: f"{NETWORK}/{kind}" for kind in KINDS}
_KIND_OF = {shelf: kind for kind, shelf in SHELVES.items()}
# The beginnings of the events' names.
_EVENTS = {PHOTO: "photo_comment", VIDEO: "video_comment", TOPIC: "board_post"}
# Of these a comment that was written answers another one; a topic's messages are in one row.
THREADED = frozenset({VIDEO})


def exists(store: Store, kind: str, place: Account, number: int) -> bool:
    if kind == PHOTO:
        return store.photos.find(NETWORK, -place.id, number) is not None
    if kind == VIDEO:
        found = store.files.find(NETWORK, -place.id, number)
        return found is not None and found.kind == VIDEO_FILE
    return topic(store, place, number) is not None


def add_topic(store: Store, place: Account, title: str, author_id: int, author_name: str) -> Entry:
    return store.entries.add(NewEntry(SHELVES[TOPIC], place.id, TOPIC, author_id, author_name, title))


def topic(store: Store, place: Account, number: int) -> Entry | None:
    found = store.entries.find(SHELVES[TOPIC], place.id, number)
    return found if found and found.kind == TOPIC else None


def topics(store: Store, place: Account) -> list[Entry]:
    return store.entries.of_kind(SHELVES[TOPIC], place.id, TOPIC)


def comment(store: Store, kind: str, place: Account, number: int) -> Entry | None:
    """The comment, a deleted one too."""
    found = store.entries.find(SHELVES[kind], place.id, number)
    return found if found and found.kind == "comment" else None


def comments(
    store: Store, kind: str, place: Account, number: int | None = None, *, deleted: bool = False
) -> list[Entry]:
    """Comments under one photo or video or in one topic, or under all of the kind, oldest first."""
    return store.entries.comments(SHELVES[kind], account=place.id, post_id=number, deleted=deleted)


@dataclass(frozen=True, slots=True)
class Words:
    """What is written by whom. `above`: the comment that is answered; `at`: Unix seconds, None for now."""

    author_id: int
    author_name: str
    text: str
    photos: tuple[Photo, ...] = ()
    above: Entry | None = None
    at: int | None = None


def write(store: Store, kind: str, place: Account, number: int, words: Words) -> Entry:
    """Store a comment and push its event."""
    above = words.above
    with store.transaction():
        entry = store.entries.add(
            NewEntry(
                SHELVES[kind],
                place.id,
                "comment",
                words.author_id,
                words.author_name,
                words.text,
                words.photos,
                post=(place.id, number),
                reply_to=above.id if above else None,
                thread=(above.thread or above.id) if above and kind in THREADED else None,
                at=words.at,
            )
        )
        _push(store, entry, "new", event_object(store, entry))
    return entry


def edit(store: Store, entry: Entry, text: str) -> Entry:
    with store.transaction():
        changed = store.entries.change(entry, text=text)
        _push(store, changed, "edit", event_object(store, changed))
    return changed


def delete(store: Store, entry: Entry, by: int) -> Entry:
    with store.transaction():
        changed = store.entries.change(entry, deleted=True)
        _push(store, changed, "delete", _deleted_object(changed, max(by, 0)))
    return changed


def restore(store: Store, entry: Entry) -> Entry:
    with store.transaction():
        changed = store.entries.change(entry, deleted=False)
        _push(store, changed, "restore", event_object(store, changed))
    return changed


def comment_object(store: Store, entry: Entry) -> dict[str, Any]:
    """`wall_wall_comment`, in a topic `board_topic_comment`, as the methods return them."""
    body: dict[str, Any] = {"id": entry.id, "from_id": entry.author_id, "date": entry.at, "text": entry.text}
    if entry.photos:
        body["attachments"] = attachments_of(store, entry)
    if kind_of(entry) == TOPIC:
        return body
    if kind_of(entry) in THREADED:
        body["parents_stack"] = [entry.thread] if entry.thread else []
    if entry.reply_to is not None:
        above = store.entries.get(entry.network, entry.place, entry.reply_to)
        body |= {"reply_to_comment": above.id, "reply_to_user": above.author_id}
    return body


def event_object(store: Store, entry: Entry) -> dict[str, Any]:
    """The comment with its place. The schema says that owners are positive; unverified: observed are negative ones."""
    kind = kind_of(entry)
    return comment_object(store, entry) | {f"{kind}_id": entry.post_id, f"{kind}_owner_id": -entry.place}


def _deleted_object(entry: Entry, by: int) -> dict[str, Any]:
    kind = kind_of(entry)
    owner = "topic_owner_id" if kind == TOPIC else "owner_id"
    return {owner: -entry.place, "id": entry.id, f"{kind}_id": entry.post_id, "deleter_id": by, "user_id": by}


def kind_of(entry: Entry) -> str:
    return _KIND_OF[entry.network]


def _push(store: Store, entry: Entry, what: str, body: dict[str, Any]) -> None:
    store.events.push(NETWORK, entry.place, f"{_EVENTS[kind_of(entry)]}_{what}", body)

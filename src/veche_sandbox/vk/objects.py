"""Convert rows to VK's objects (post, comment, photo, user, community)."""

from typing import Any

from veche_sandbox.store import Account, Entry, File, Person, Photo, Poll, PrivateMessage, Store
from veche_sandbox.store.files import VIDEO
from veche_sandbox.vk.calls import NETWORK
from veche_sandbox.vk.labels import label_of
from veche_sandbox.vk.scaling import sizes_of

WALL_ALBUM = -14


def user_object(person: Person) -> dict[str, Any]:
    first, _, last = person.name.partition(" ")
    return {
        "id": person.id,
        "first_name": first,
        "last_name": last,
        "can_access_closed": True,
        "is_closed": False,
    }


def group_object(group: Account) -> dict[str, Any]:
    return {
        "id": group.id,
        "name": group.title,
        "screen_name": group.name or f"club{group.id}",
        "is_closed": 0,
        "type": "page",
    }


def photo_object(store: Store, photo: Photo, at: int = 0) -> dict[str, Any]:
    return {
        "album_id": WALL_ALBUM,
        "date": at,
        "id": photo.id,
        "owner_id": photo.owner_id,
        "access_key": access_key(photo),
        "sizes": [
            {
                "type": size.letter,
                "width": size.width,
                "height": size.height,
                "url": _url(store, photo, size.letter),
            }
            for size in sizes_of(photo.width, photo.height)
        ],
        "text": "",
        "has_tags": False,
    }


def access_key(photo: Photo) -> str:
    return photo.sha256[:18]


def _url(store: Store, photo: Photo, letter: str) -> str:
    return f"{store.address}/vk/photo/{photo.key}/{letter}.jpg"


def attachments_of(store: Store, entry: Entry) -> list[dict[str, Any]]:
    photos = [{"type": "photo", "photo": photo_object(store, photo, entry.at)} for photo in entry.photos]
    links = [
        {"type": "link", "link": {"url": url, "title": "", "description": ""}} for url in entry.extra.get("links", ())
    ]
    files = [_attached_file(store, file) for file in store.files.of([entry])]
    poll = store.polls.of([entry])
    return [*photos, *files, *links, *([{"type": "poll", "poll": poll_object(poll)}] if poll else [])]


def _attached_file(store: Store, file: File) -> dict[str, Any]:
    if file.kind == VIDEO:
        return {"type": "video", "video": video_object(store, file)}
    return {"type": "doc", "doc": doc_object(store, file)}


def video_object(store: Store, video: File) -> dict[str, Any]:
    """A video. Its duration is 0 until it is uploaded; a stream has its state."""
    label = label_of(store, video)
    body = {
        "id": video.id,
        "owner_id": video.owner_id,
        "title": video.name,
        "description": label.description,
        "date": label.at,
        "duration": label.seconds,
        "type": "video",
        "player": f"{store.address}/files/{video.key}",
        **({"image": image} if (image := thumb_of(store, video)) else {}),
    }
    status, _, began = (store.ledger.note(NETWORK, live_note(video.key)) or "").partition(" ")
    if not status:
        return body
    return body | {"live_status": status, "date": int(began)} | ({"live": 1} if status in LIVE else {})


LIVE = frozenset({"waiting", "started"})


def thumb_note(key: str) -> str:
    """The note with the cover of a video."""
    return f"thumb {key}"


def thumb_of(store: Store, video: File) -> list[dict[str, Any]]:
    photo = store.photos.by_key(store.ledger.note(NETWORK, thumb_note(video.key)) or "")
    if photo is None:
        return []
    base = f"{store.address}/vk/photo/{photo.key}"
    return [
        {"url": f"{base}/{size.letter}.jpg", "width": size.width, "height": size.height}
        for size in sizes_of(photo.width, photo.height)
    ]


def live_note(key: str) -> str:
    """The note with a stream's state and since which second."""
    return f"live {key}"


# docs.get: 1 text, 3 GIF, 8 unknown.
_KINDS_OF_DOCS = {"application/pdf": 1, "image/gif": 3}


def doc_object(store: Store, file: File) -> dict[str, Any]:
    label = label_of(store, file)
    return {
        "id": file.id,
        "owner_id": file.owner_id,
        "title": file.name,
        "size": file.size,
        "ext": label.extension or file.name.rpartition(".")[2],
        "url": f"{store.address}/files/{file.key}",
        "date": label.at,
        "type": _KINDS_OF_DOCS.get(file.mime, 8),
    }


def poll_object(poll: Poll) -> dict[str, Any]:
    answers = [
        {"id": poll.id * 100 + number, "text": text, "votes": votes, "rate": _rate(votes, poll.voters)}
        for number, (text, votes) in enumerate(zip(poll.options, poll.votes, strict=True))
    ]
    return {
        "id": poll.id,
        "owner_id": poll.owner_id,
        "question": poll.question,
        "answers": answers,
        "anonymous": poll.anonymous,
        "multiple": poll.multiple,
        "closed": poll.closed,
        "end_date": poll.closes_at or 0,
        "created": poll.at,
        "votes": poll.voters,
        "answer_ids": [],
        "is_board": False,
        "can_edit": False,
        "can_vote": not poll.closed,
        "can_report": False,
        "can_share": True,
        "disable_unvote": False,
    }


def _rate(votes: int, voters: int) -> float:
    return round(100 * votes / voters, 2) if voters else 0


def post_object(store: Store, entry: Entry) -> dict[str, Any]:
    """`wall_wallpost` of events; readers get `full_post_object`."""
    body: dict[str, Any] = {
        "inner_type": "wall_wallpost",
        "id": entry.id,
        "from_id": entry.author_id,
        "owner_id": -entry.place,
        "date": entry.at,
        "text": entry.text,
        "attachments": attachments_of(store, entry),
        "post_type": "post" if entry.kind == "post" else "suggest",
        "is_favorite": False,
        "post_source": {"type": "api"},
    }
    if entry.edited_at:
        body["edited"] = entry.edited_at
    if entry.extra.get("signer_id"):
        body["signer_id"] = entry.extra["signer_id"]
    return body


# groups.edit, `wall`: nobody comments on a wall that is off or closed.
_WITHOUT_COMMENTS = frozenset({0, 3})


def takes_comments(store: Store, post: Entry) -> bool:
    place = store.accounts.find(NETWORK, post.place)
    walled = place is not None and place.extra.get("wall", 1) in _WITHOUT_COMMENTS
    return not walled and not post.extra.get("comments_closed")


def full_post_object(store: Store, entry: Entry, *, manager: bool) -> dict[str, Any]:
    """`wall_wallpost_full` for a reader. `manager`: may edit, delete and pin it."""
    may, open_ = int(manager), int(takes_comments(store, entry))
    comments = store.entries.comments(NETWORK, account=entry.place, post_id=entry.id, deleted=False)
    return {
        **post_object(store, entry),
        "can_edit": may,
        "can_delete": may,
        "can_pin": may,
        "is_pinned": int(bool(entry.extra.get("pinned"))),
        "marked_as_ads": int(bool(entry.extra.get("ads"))),
        "comments": {
            "can_post": open_,
            **({"can_close" if open_ else "can_open": 1} if manager else {}),
            "can_view": 1,
            "groups_can_post": True,
            "count": len(comments),
        },
        "likes": {"can_like": 1, "count": entry.extra.get("likes", 0), "user_likes": 0, "can_publish": 1},
        "reposts": {"count": entry.extra.get("reposts", 0), "user_reposted": 0},
        "views": {"count": entry.extra.get("views", 0)},
    }


def message_object(store: Store, letter: PrivateMessage) -> dict[str, Any]:
    """`messages_message`; messages of the community have `random_id`."""
    conversation = [one.id for one in store.private_messages.of(NETWORK, letter.owner_id, letter.peer_id)]
    body: dict[str, Any] = {
        "date": letter.at,
        "from_id": letter.author_id,
        "id": letter.id,
        "version": 10_000_000 + letter.id,
        "out": int(letter.ours),
        "peer_id": letter.peer_id,
        "text": letter.text,
        "attachments": [],
        "fwd_messages": [],
        "conversation_message_id": conversation.index(letter.id) + 1,
        "important": False,
        "is_hidden": False,
    }
    if letter.ours:
        body["random_id"] = letter.extra.get("random_id", 0)
    if letter.edited_at:
        body["update_time"] = letter.edited_at
    return body


def thread_root(store: Store, entry: Entry) -> int | None:
    """The comment at the root of this one's thread; None if it is itself on the first level."""
    if entry.reply_to is None:
        return None
    above = store.entries.find(NETWORK, entry.place, entry.reply_to)
    if above is None or above.kind != "comment":
        return None
    return thread_root(store, above) or above.id


def comment_object(store: Store, entry: Entry) -> dict[str, Any]:
    """`wall_wall_comment`. A deleted one keeps its number and date, as VK keeps a place for its answers."""
    root = thread_root(store, entry)
    body: dict[str, Any] = {
        "id": entry.id,
        "from_id": 0 if entry.deleted else entry.author_id,
        "date": entry.at,
        "text": "" if entry.deleted else entry.text,
        "post_id": entry.post_id or 0,
        "owner_id": -entry.place,
        "parents_stack": [root] if root else [],
    }
    if entry.deleted:
        return {**body, "deleted": True}
    if entry.photos or entry.extra.get("links"):
        body["attachments"] = attachments_of(store, entry)
    if entry.reply_to is not None and root:
        above = store.entries.get(NETWORK, entry.place, entry.reply_to)
        body |= {"reply_to_comment": above.id, "reply_to_user": above.author_id}
    return body


def extended(store: Store, author_ids: set[int]) -> dict[str, Any]:
    """`profiles` and `groups`, returned beside `items` with `extended=1`."""
    people = [store.accounts.person_by_id(NETWORK, number) for number in sorted(author_ids) if number > 0]
    groups = [store.accounts.find(NETWORK, -number) for number in sorted(author_ids) if number < 0]
    return {
        "profiles": [user_object(person) for person in people if person],
        "groups": [group_object(group) for group in groups if group],
    }

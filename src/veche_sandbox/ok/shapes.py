"""Convert rows to the network's objects. Ids are strings, times are Moscow's."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from veche_sandbox.ok.calls import NETWORK
from veche_sandbox.store import Account, Entry, Person, Photo, Store

MOSCOW = ZoneInfo("Europe/Moscow")
TOPIC = "GROUP_TOPIC"


def moscow(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).astimezone(MOSCOW).strftime("%Y-%m-%d %H:%M:%S")


def chosen(thing: dict[str, Any], fields: list[str], kind: str) -> dict[str, Any]:
    """The requested fields («media_topic.ID», «media_topic.*» or plain «ID»); all if `fields` is empty."""
    names = {_plain(field.lower().removeprefix(f"{kind}.")) for field in fields}
    if not fields or "*" in names:
        return thing
    return {name: value for name, value in thing.items() if _plain(name) in names}


def _plain(name: str) -> str:
    """The common form of a field's name: requested as `pic_avatar`, returned as `picAvatar`."""
    return name.lower().replace("_", "")


def author_ref(author_id: int) -> str:
    return f"group:{-author_id}" if author_id < 0 else f"user:{author_id}"


def topic_object(store: Store, group: Account, entry: Entry, limit: int | None) -> dict[str, Any]:
    """A topic. `limit`: the number of blocks shown."""
    blocks = _blocks(entry)
    media = [_block(block) for block in blocks]
    comments = store.entries.comments(NETWORK, account=group.id, post_id=entry.id, deleted=False)
    return {
        "id": str(entry.id),
        "ref": f"group_topic:{entry.id}",
        "media": media[:limit],
        "has_more": limit is not None and len(media) > limit,
        "author_ref": author_ref(entry.author_id),
        "owner_ref": f"group:{group.id}",
        "created_ms": entry.at * 1000,
        "pin_id": f"pin-{group.id}-{entry.id}",
        "discussion_summary": {
            "discussion_id": str(entry.id),
            "discussion_type": TOPIC,
            "comments_count": len(comments),
            "commenting_allowed": not entry.extra.get("comments_closed"),
        },
        "like_summary": {"count": 0, "self": False},
        "reshare_summary": {"count": 0, "self": False},
        "views_count": len({comment.author_id for comment in comments}),
    }


def _blocks(entry: Entry) -> list[dict[str, Any]]:
    """Blocks as published; if a person edited the text on the site, all texts are merged into one."""
    published = entry.extra.get("blocks", [])
    if published and "\n\n".join(block["text"] for block in published if block["type"] == "text") == entry.text:
        return list(published)
    text = [{"type": "text", "text": entry.text}] if entry.text else []
    if published:
        return [*text, *(block for block in published if block["type"] != "text")]
    photos = [{"type": "photo", "photos": [photo.id for photo in entry.photos]}] if entry.photos else []
    return [*text, *photos]


def _block(block: dict[str, Any]) -> dict[str, Any]:
    if block["type"] == "photo":
        return {"type": "photo", "photo_refs": [f"group_photo:{number}" for number in block["photos"]]}
    return dict(block)


def entities(store: Store, entries: list[Entry], fields: list[str]) -> dict[str, Any]:
    """`entities` of the kinds named in `fields`."""
    if not any(field.lower().startswith("group_photo.") for field in fields):
        return {}
    return {"group_photos": [photo_object(store, photo) for entry in entries for photo in entry.photos]}


def photo_object(store: Store, photo: Photo) -> dict[str, Any]:
    return {
        "id": str(photo.id),
        "ref": f"group_photo:{photo.id}",
        "pic_max": picture_url(store, photo),
        "standard_width": photo.width,
        "standard_height": photo.height,
    }


def picture_url(store: Store, photo: Photo) -> str:
    return f"{store.address}/ok/image/{photo.key}"


def comment_object(store: Store, entry: Entry) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": str(entry.id),
        "type": "REMOVED_MESSAGE" if entry.deleted else "ACTIVE_MESSAGE",
        "text": "" if entry.deleted else entry.text,
        "author_id": str(abs(entry.author_id)),
        "author_ref": author_ref(entry.author_id),
        "date": moscow(entry.at),
        "date_ms": entry.at * 1000,
        "like_count": 0,
        "liked_it": False,
    }
    if entry.photos and not entry.deleted:
        body["attachments"] = [{"type": "PHOTO", **photo_object(store, photo)} for photo in entry.photos]
    above = store.entries.find(NETWORK, entry.place, entry.reply_to) if entry.reply_to else None
    if above is not None:
        body |= {"reply_to_comment_id": str(above.id), "reply_to_id": str(abs(above.author_id))}
    return body


def user_object(person: Person) -> dict[str, Any]:
    first, _, last = person.name.partition(" ")
    return {"uid": str(person.id), "name": person.name, "first_name": first, "last_name": last, "locale": "ru"}


def group_object(store: Store, group: Account) -> dict[str, Any]:
    return {
        "uid": str(group.id),
        "name": group.title,
        "shortname": group.name,
        "members_count": len(store.accounts.memberships(NETWORK, group.id)),
        "private": False,
        "description": str(group.extra.get("description", "")),
        **_main_photo(store, group),
    }


def _main_photo(store: Store, group: Account) -> dict[str, Any]:
    photo = store.photos.by_key(str(group.extra.get("avatar") or ""))
    if photo is None:
        return {}
    return {"main_photo": photo_object(store, photo), "picAvatar": picture_url(store, photo)}

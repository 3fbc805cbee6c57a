"""Convert rows to the network's JSON objects. Times are milliseconds."""

import time
from typing import Any

from veche_sandbox.max.names import mid_of, milliseconds, public_url, seq
from veche_sandbox.store import Account, Entry, File, Membership, Person, Photo, Store
from veche_sandbox.store.files import VIDEO


def user(person: Person) -> dict[str, Any]:
    first, _, last = person.name.partition(" ")
    body: dict[str, Any] = {"user_id": person.id, "first_name": person.name if person.is_bot else first}
    if last and not person.is_bot:
        body["last_name"] = last
    return {
        **body,
        "username": person.username or None,
        "is_bot": person.is_bot,
        "last_activity_time": int(time.time()) * 1000,
        "name": person.name,
    }


def member(store: Store, chat: Account, membership: Membership) -> dict[str, Any]:
    person = store.accounts.person_by_id("max", membership.user_id)
    body = {
        **(user(person) if person else {}),
        "last_access_time": chat.extra["created"] * 1000,
        "join_time": chat.extra["created"] * 1000,
        "is_owner": membership.status == "creator",
        "is_admin": membership.status in ("creator", "administrator"),
    }
    return body | ({"permissions": sorted(membership.rights)} if body["is_admin"] else {})


def chat_object(store: Store, chat: Account) -> dict[str, Any]:
    posts = [entry for entry in store.entries.of_kind("max", chat.id, "post") if not entry.deleted]
    owner = next(
        (
            membership.user_id
            for membership in store.accounts.memberships("max", chat.id)
            if membership.status == "creator"
        ),
        None,
    )
    last = posts[-1] if posts else None
    return {
        "chat_id": chat.id,
        "type": chat.kind,
        "status": "active",
        "title": chat.title,
        "icon": _icon(store, chat),
        "last_event_time": milliseconds(last.at, last.id) if last else chat.extra["created"] * 1000,
        "participants_count": len(store.accounts.memberships("max", chat.id)),
        "owner_id": owner,
        "is_public": bool(chat.name),
        "link": f"https://max.ru/{chat.name}" if chat.name else None,
        "description": chat.extra.get("description") or None,
        "messages_count": len(posts),
    }


def _icon(store: Store, chat: Account) -> dict[str, Any] | None:
    photo = store.photos.by_key(str(chat.extra.get("avatar") or ""))
    return {"url": f"{store.address}/max/photo/{photo.key}"} if photo else None


def image(store: Store, photo: Photo) -> dict[str, Any]:
    payload = {"photo_id": photo.pk, "token": photo.key, "url": f"{store.address}/max/photo/{photo.key}"}
    return {"type": "image", "payload": payload}


def file_attachment(store: Store, file: File) -> dict[str, Any]:
    payload = {"token": file.key, "url": f"{store.address}/files/{file.key}"}
    if file.kind == VIDEO:
        return {"type": "video", "payload": payload}
    return {"type": "file", "payload": payload, "filename": file.name, "size": file.size}


def _body(store: Store, entry: Entry) -> dict[str, Any]:
    body: dict[str, Any] = {"mid": mid_of(entry), "seq": seq(entry.at, entry.id), "text": entry.text}
    attachments = [image(store, photo) for photo in entry.photos]
    attachments += [file_attachment(store, file) for file in store.files.of([entry])]
    attachments += list(entry.extra.get("attachments", ()))
    if attachments:
        body["attachments"] = attachments
    if entry.extra.get("markup"):
        body["markup"] = entry.extra["markup"]
    return body


def message(store: Store, entry: Entry) -> dict[str, Any]:
    """A channel's post, which has no sender."""
    chat = store.accounts.find("max", entry.place)
    found: dict[str, Any] = {
        "recipient": {"chat_id": entry.place, "chat_type": "channel"},
        "timestamp": milliseconds(entry.at, entry.id),
        "body": _body(store, entry),
        "stat": {"views": entry.extra.get("views", 0)},
        "url": public_url(chat, entry) if chat else None,
    }
    above = store.entries.find("max", entry.place, entry.reply_to) if entry.reply_to else None
    if above and not above.deleted:
        found["link"] = {"type": "reply", "message": _body(store, above)}
    return found


def comment(store: Store, entry: Entry) -> dict[str, Any]:
    post = store.entries.get("max", entry.place, entry.post_id or 0)
    found: dict[str, Any] = {
        "sender": _sender(store, entry),
        "recipient": {"chat_id": entry.place, "chat_type": "channel", "post_id": mid_of(post)},
        "timestamp": milliseconds(entry.at, entry.id),
        "body": _body(store, entry),
    }
    above = store.entries.find("max", entry.place, entry.reply_to) if entry.reply_to else None
    if above and not above.deleted:
        found["link"] = {"type": "reply", "sender": _sender(store, above), "message": _body(store, above)}
    return found


def _sender(store: Store, entry: Entry) -> dict[str, Any] | None:
    person = store.accounts.person_by_id("max", entry.author_id)
    return user(person) if person else None

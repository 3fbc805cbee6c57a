"""The JSON of the control API for published content. See src/veche_sandbox/README.md."""

from typing import Any

from veche_sandbox import ids
from veche_sandbox.formatting import card_link
from veche_sandbox.store import Entry, Photo, Poll, Post, Store


def of_photo(store: Store, photo: Photo) -> dict[str, Any]:
    url = f"{store.address}/photos/{photo.key}"
    return {"width": photo.width, "height": photo.height, "sha256": photo.sha256, "url": url}


def of_post(store: Store, post: Post) -> dict[str, Any]:
    photos = [of_photo(store, photo) for photo in post.photos]
    number = ids.shown(store, post.network, post.account, post.id)
    head = {"id": number, "account": post.account, "text": post.text, "photos": photos, "deleted": post.deleted}
    return head | _more(store, post)


def _more(store: Store, post: Post) -> dict[str, Any]:
    """Files, poll, address of a card, covers of videos, the pin and closed comments, if present."""
    entries = [store.entries.get(post.network, post.account, number) for number in post.entry_ids]
    files = [
        {"kind": file.kind, "name": file.name, "mime": file.mime, "size": file.size, "sha256": file.sha256}
        for file in store.files.of(entries)
    ]
    poll = store.polls.of(entries)
    covers = [photo.sha256 for entry in entries if (photo := store.photos.by_key(entry.extra.get("cover", "")))]
    pinned = any(entry.extra.get("pinned") for entry in entries)
    found = {
        "files": files,
        "poll": of_poll(poll) if poll else None,
        "link": card_link(entries),
        "covers": covers,
        "pinned": pinned,
        "comments_closed": any(entry.extra.get("comments_closed") for entry in entries),
    }
    return {name: value for name, value in found.items() if value}


def of_poll(poll: Poll) -> dict[str, Any]:
    return {
        "question": poll.question,
        "options": list(poll.options),
        "multiple": poll.multiple,
        "anonymous": poll.anonymous,
        "closes_at": poll.closes_at,
        "closed": poll.closed,
        "votes": list(poll.votes),
        "voters": poll.voters,
    }


def of_comment(store: Store, entry: Entry) -> dict[str, Any]:
    head = {
        "id": ids.shown(store, entry.network, entry.place, entry.id),
        "post_id": ids.shown(store, entry.network, entry.post_place or 0, entry.post_id),
    }
    return {**head, "author": entry.author_name, "text": entry.text, "deleted": entry.deleted}


def of_story(store: Store, entry: Entry) -> dict[str, Any]:
    shown = {"link_text": entry.extra["link_text"], "link_url": entry.extra["link_url"], "at": entry.at}
    files = [file.sha256 for file in store.files.of([entry])]
    photos = [of_photo(store, photo) for photo in entry.photos]
    head = {"id": entry.id, "account": entry.place, "photos": photos, "files": files, "deleted": entry.deleted}
    return head | shown

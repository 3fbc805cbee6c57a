"""wall.post, edit, delete, restore, pin, unpin, openComments, closeComments on a community's wall."""

import time

from veche_sandbox.store import Account, Entry, NewEntry
from veche_sandbox.vk.access import EDITOR, author_id, author_name, holds, require_editor, wall
from veche_sandbox.vk.attachments import Attached, read_attachments
from veche_sandbox.vk.calls import METHODS, NETWORK, Call
from veche_sandbox.vk.errors import bad_param, not_found, post_denied, posting_denied
from veche_sandbox.vk.events import post_appeared
from veche_sandbox.vk.params import flags, integer, listing, number, string
from veche_sandbox.vk.registry import GROUP, USER, Json, Right
from veche_sandbox.vk.texts import LONGEST_POST, cleaned

GUID_SECONDS = 3600.0
# wall.delete also turns down a suggested post; unverified, as is its return by wall.restore.
DELETED = frozenset({"post", "suggest"})
CONTENT = (
    integer("owner_id"),
    string("message"),
    listing("attachments"),
    string("services"),
    integer("publish_date", low=0),
    number("lat"),
    number("long"),
    integer("place_id", low=0),
    integer("donut_paid_duration"),
    string("copyright"),
    string("primary_attachments_mode"),
    string("photo_attachments_crop"),
    *flags("friends_only", "signed", "mark_as_ads", "close_comments"),
)


@METHODS.method(
    "wall.post",
    *CONTENT,
    *flags("from_group", "mute_notifications"),
    integer("post_id", low=0),
    string("guid"),
    string("link_title"),
    string("link_photo_id"),
    kinds=USER | GROUP,
    right=Right.WALL,
)
def post(call: Call) -> Json:
    """Publish a post. Within one hour the same `guid` returns the same post, whatever else is sent."""
    place = wall(call)
    author = author_id(call, place, as_community=call.flag("from_group"))
    with call.store.transaction():
        key = f"guid {place.id} {call.text('guid')}"
        seen = call.store.ledger.seen(NETWORK, key, within=GUID_SECONDS) if call.has("guid") else None
        if seen is not None:
            return {"post_id": int(seen)}
        entry = _publish(call, place, author)
        if call.has("guid"):
            call.store.ledger.remember(NETWORK, key, str(entry.id))
    return {"post_id": entry.id}


def _publish(call: Call, place: Account, author: int) -> Entry:
    if call.has("post_id"):
        raise bad_param("post_id: there are no scheduled posts")
    if call.integer("publish_date") > time.time():
        raise posting_denied("scheduled posts are not available here")
    text, attached = _content(call, "wall.post", place)
    extra = _extra(call, attached)
    new = NewEntry(
        NETWORK, place.id, "post", author, author_name(call, place, author), text, attached.photos, extra=extra
    )
    entry = call.store.entries.add(new)
    post_appeared(call.store, entry)
    return entry


def _content(call: Call, method: str, place: Account) -> tuple[str, Attached]:
    text = cleaned(call.text("message"), LONGEST_POST)
    attached = read_attachments(call, method, place)
    if not text and not attached:
        raise bad_param("no text or attachments")
    return text, attached


def _extra(call: Call, attached: Attached) -> dict[str, object]:
    named = {"close_comments": "comments_closed", "mark_as_ads": "ads"}
    said: dict[str, object] = {mark: call.flag(name) for name, mark in named.items() if call.has(name)}
    if call.has("signed"):
        said["signer_id"] = call.caller.user_id if call.flag("signed") else 0
    return {
        **said,
        "links": list(attached.links),
        "files": [file.pk for file in attached.files],
        "poll": attached.poll.pk if attached.poll else None,
    }


@METHODS.method(
    "wall.edit",
    *CONTENT,
    integer("post_id", required=True, low=0),
    integer("poster_bkg_id", low=0),
    integer("poster_bkg_owner_id"),
    string("poster_bkg_access_hash"),
    integer("topic_id", low=0),
    kinds=USER,
    right=Right.WALL,
)
def edit(call: Call) -> Json:
    """Replace the whole post: what is not sent is removed, pictures too."""
    place, entry = _own_post(call)
    text, attached = _content(call, "wall.edit", place)
    extra = {**entry.extra, **_extra(call, attached)}
    call.store.entries.change(entry, text=text, photos=attached.photos, extra=extra)
    return {"post_id": entry.id}


@METHODS.method("wall.delete", integer("owner_id"), integer("post_id", low=0), kinds=USER, right=Right.WALL)
def delete(call: Call) -> Json:
    place = wall(call)
    require_editor(call, place)
    entry = call.store.entries.find(NETWORK, place.id, call.integer("post_id"))
    if entry is None or entry.kind not in DELETED or entry.deleted:
        raise not_found()
    call.store.entries.change(entry, deleted=True)
    return 1


@METHODS.method("wall.restore", integer("owner_id"), integer("post_id", low=0), kinds=USER, right=Right.WALL)
def restore(call: Call) -> Json:
    place = wall(call)
    require_editor(call, place)
    entry = call.store.entries.find(NETWORK, place.id, call.integer("post_id"))
    if entry is None or entry.kind not in DELETED:
        raise post_denied()
    call.store.entries.change(entry, deleted=False)
    return 1


PINNED = (integer("owner_id"), integer("post_id", required=True, low=0))


@METHODS.method("wall.pin", *PINNED, kinds=USER, right=Right.WALL)
def pin(call: Call) -> Json:
    """Pin a post; it replaces the pinned one."""
    place, entry = _own_post(call)
    for other in call.store.entries.of_kind(NETWORK, place.id, "post"):
        if other.extra.get("pinned"):
            call.store.entries.mark(other, pinned=False)
    call.store.entries.mark(entry, pinned=True)
    return 1


@METHODS.method("wall.unpin", *PINNED, kinds=USER, right=Right.WALL)
def unpin(call: Call) -> Json:
    _, entry = _own_post(call)
    call.store.entries.mark(entry, pinned=False)
    return 1


OF_COMMENTS = (integer("owner_id", required=True), integer("post_id", required=True, low=0))


@METHODS.method("wall.openComments", *OF_COMMENTS, kinds=USER | GROUP, right=Right.WALL)
def open_comments(call: Call) -> Json:
    _, entry = _own_post(call)
    call.store.entries.mark(entry, comments_closed=False)
    return 1


@METHODS.method("wall.closeComments", *OF_COMMENTS, kinds=USER | GROUP, right=Right.WALL)
def close_comments(call: Call) -> Json:
    _, entry = _own_post(call)
    call.store.entries.mark(entry, comments_closed=True)
    return 1


def _own_post(call: Call) -> tuple[Account, Entry]:
    place = wall(call)
    entry = call.store.entries.find(NETWORK, place.id, call.integer("post_id"))
    if entry is None or entry.kind != "post" or entry.deleted:
        raise post_denied()
    if not holds(call, place, EDITOR):
        raise post_denied("you have no rights to edit this post")
    return place, entry

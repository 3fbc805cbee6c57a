"""stories.*: one photo or video of a community for 24 hours, uploaded in two steps, as since version 5.118."""

import secrets
import time
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from veche_sandbox import expiry
from veche_sandbox.faults import Dialect, Reply, carry_out
from veche_sandbox.store import Entry, NewEntry, Photo, Store
from veche_sandbox.store.files import VIDEO, mime_of
from veche_sandbox.store.photos import NotAPicture, measure
from veche_sandbox.vk.access import EDITOR, community, holds
from veche_sandbox.vk.calls import METHODS, NETWORK, Call
from veche_sandbox.vk.errors import ApiError, access_denied, bad_param, group_denied
from veche_sandbox.vk.objects import photo_object, video_object
from veche_sandbox.vk.params import flags, integer, listing, string
from veche_sandbox.vk.parts import read_parts
from veche_sandbox.vk.registry import GROUP, USER, Json, Right

TABLE = """CREATE TABLE IF NOT EXISTS vk_stories (
  address TEXT PRIMARY KEY, group_id INTEGER NOT NULL, kind TEXT NOT NULL, link_text TEXT NOT NULL,
  link_url TEXT NOT NULL, result TEXT UNIQUE, body BLOB)"""
LIVES = 24 * 3600
MOST_PHOTO = 10 * 1024 * 1024
MOST_BYTES = 256 * 1024 * 1024
LINK_TEXTS = (
    "to_store vote more book order enroll fill signup buy ticket write open learn_more view go_to contact watch play "
    "install read calendar"
)
_WHERE = (
    *flags("add_to_news"),
    listing("user_ids"),
    string("reply_to_story"),
    string("link_text", choices=LINK_TEXTS),
    string("link_url", longest=2048),
    integer("group_id", low=0),
    string("clickable_stickers"),
)


@dataclass(frozen=True, slots=True)
class PendingStory:
    """A story before `stories.save`; `result`, `body` are None until a file arrives."""

    address: str
    group_id: int
    kind: str
    link_text: str
    link_url: str
    result: str | None = None
    body: bytes | None = None


def prepare(store: Store) -> None:
    store.database.change(TABLE)


@METHODS.method("stories.getPhotoUploadServer", *_WHERE, kinds=USER | GROUP, right=Right.STORIES)
def get_photo_upload_server(call: Call) -> Json:
    return _begin(call, "photo")


@METHODS.method("stories.getVideoUploadServer", *_WHERE, kinds=USER | GROUP, right=Right.STORIES)
def get_video_upload_server(call: Call) -> Json:
    return _begin(call, "video")


def _begin(call: Call, kind: str) -> Json:
    group_id = call.integer("group_id", call.caller.group_id)
    if not group_id:
        raise bad_param("group_id: people have no stories here")
    if not holds(call, community(call, group_id), EDITOR):
        raise group_denied()
    url = call.text("link_url")
    if url and not url.startswith("https://vk.com/"):
        raise bad_param("link_url should be a link to vk.com")
    if bool(url) != call.has("link_text"):
        raise bad_param("link_text and link_url go together")
    address = secrets.token_urlsafe(24)
    sql = "INSERT INTO vk_stories (address, group_id, kind, link_text, link_url) VALUES (?, ?, ?, ?, ?)"
    call.store.database.insert(sql, address, group_id, kind, call.text("link_text"), url)
    expiry.begin(call.store, NETWORK, address)
    return {"upload_url": f"{call.store.address}/vk/upload_story/{address}", "user_ids": []}


def _broken(_seconds: float = 0) -> Reply:
    return Reply(JSONResponse({"error": {"error_code": 500, "error_msg": "try again"}}, status_code=500), "500")


async def receive_file(store: Store, request: Request) -> Response:
    """Receive `file` (a photo) or `video_file`, multipart; the address takes one file."""
    parts = await read_parts(request, MOST_BYTES)
    field, body = (parts[0].field, parts[0].body) if len(parts) == 1 else ("", b"")

    async def act() -> Reply:
        row = store.database.row("SELECT * FROM vk_stories WHERE address = ?", request.path_params["address"])
        story = PendingStory(**dict(row)) if row else None
        if story is None or story.result is not None or expiry.is_over(store, NETWORK, story.address):
            return _refused("this address was used or is unknown")
        if field != {"photo": "file", "video": "video_file"}[story.kind] or not await run_in_threadpool(
            _fits, story.kind, body
        ):
            return _refused("wrong file")
        result = secrets.token_urlsafe(48)
        store.database.change(
            "UPDATE vk_stories SET result = ?, body = ? WHERE address = ?", result, body, story.address
        )
        return Reply(JSONResponse({"response": {"upload_result": result}}))

    return await carry_out(store, Dialect(NETWORK, _broken, _broken), "upload_story", None, act)


def _refused(why: str) -> Reply:
    return Reply(JSONResponse({"error": {"error_code": 100, "error_msg": why}}), why)


def _fits(kind: str, body: bytes) -> bool:
    if kind == "video":
        return mime_of(body).startswith("video/") and len(body) <= MOST_BYTES
    try:
        measure(body)
    except NotAPicture:
        return False
    return len(body) <= MOST_PHOTO


@METHODS.method(
    "stories.save",
    listing("upload_results"),
    string("upload_results_json"),
    *flags("extended"),
    listing("fields"),
    kinds=USER | GROUP,
    right=Right.STORIES,
)
def save(call: Call) -> Json:
    """Publish a story; an upload result works once."""
    results = call.listing("upload_results")
    if not results:
        raise bad_param("upload_results is undefined")
    with call.store.transaction():
        found = [_put_up(call, result) for result in results]
    return {"count": len(found), "items": [story_object(call.store, entry) for entry in found]}


def _put_up(call: Call, result: str) -> Entry:
    row = call.store.database.row("SELECT * FROM vk_stories WHERE result = ?", result)
    if row is None or expiry.is_over(call.store, NETWORK, row["address"]):
        raise bad_param("upload_results is invalid")
    story = PendingStory(**dict(row))
    place = community(call, story.group_id)
    if not holds(call, place, EDITOR):
        raise group_denied()
    photos: tuple[Photo, ...] = ()
    files: list[int] = []
    if story.kind == "photo":
        photos = (call.store.photos.save(NETWORK, -place.id, story.body or b""),)
    else:
        files = [call.store.files.save(NETWORK, -place.id, VIDEO, "История", story.body or b"").pk]
    call.store.database.change("DELETE FROM vk_stories WHERE address = ?", story.address)
    extra = {"files": files, "link_text": story.link_text, "link_url": story.link_url}
    return call.store.entries.add(NewEntry(NETWORK, place.id, "story", -place.id, place.title, "", photos, extra=extra))


def story_object(store: Store, entry: Entry) -> dict[str, Json]:
    body: dict[str, Json] = {
        "id": entry.id,
        "owner_id": -entry.place,
        "date": entry.at,
        "expires_at": entry.at + LIVES,
        "can_see": 1,
        "type": "photo" if entry.photos else "video",
    }
    if has_ended(entry):
        return {**body, "is_expired": True}
    if entry.deleted:
        return {**body, "is_deleted": True}
    if entry.photos:
        body["photo"] = photo_object(store, entry.photos[0], entry.at)
    else:
        body["video"] = video_object(store, store.files.of([entry])[0])
    if entry.extra["link_url"]:
        body["link"] = {"text": entry.extra["link_text"], "url": entry.extra["link_url"]}
    return body


def has_ended(entry: Entry) -> bool:
    return entry.at + LIVES <= time.time()


@METHODS.method("stories.get", integer("owner_id"), *flags("extended"), listing("fields"), kinds=USER | GROUP)
def get(call: Call) -> Json:
    """Current stories, newest first; a feed item holds the stories of one owner."""
    place = community(call, -call.integer("owner_id", -call.caller.group_id))
    entries = call.store.entries.of_kind(NETWORK, place.id, "story")
    shown: list[Json] = [
        story_object(call.store, entry) for entry in reversed(entries) if not (entry.deleted or has_ended(entry))
    ]
    feed: list[Json] = [{"type": "stories", "stories": shown, "id": f"stories{-place.id}"}] if shown else []
    return {"count": len(feed), "items": feed}


@METHODS.method(
    "stories.getById",
    listing("stories", required=True),
    *flags("extended"),
    listing("fields"),
    kinds=USER | GROUP,
)
def get_by_id(call: Call) -> Json:
    """Stories by id. Error 1600 for an ended one; deleted ones are omitted."""
    found = [_find(call, *name.split("_", 1)) for name in call.listing("stories") if name.count("_") == 1]
    if any(entry and has_ended(entry) for entry in found):
        raise ApiError(1600, "Story has already expired")
    shown: list[Json] = [story_object(call.store, entry) for entry in found if entry and not entry.deleted]
    whose: dict[str, Json] = {"profiles": [], "groups": []} if call.flag("extended") else {}
    return {"count": len(shown), "items": shown, **whose}


@METHODS.method(
    "stories.delete",
    integer("owner_id"),
    integer("story_id", low=0),
    listing("stories"),
    kinds=USER | GROUP,
    right=Right.STORIES,
)
def delete(call: Call) -> Json:
    entry = _find(call, str(call.integer("owner_id")), str(call.integer("story_id")))
    if entry is None or entry.deleted or has_ended(entry):
        raise access_denied("story not found")
    if not holds(call, community(call, entry.place), EDITOR):
        raise group_denied()
    call.store.entries.change(entry, deleted=True)
    return 1


def _find(call: Call, owner: str, number: str) -> Entry | None:
    if not (owner.removeprefix("-").isdecimal() and number.isdecimal()):
        raise bad_param("stories is invalid")
    entry = call.store.entries.find(NETWORK, -int(owner), int(number))
    return entry if entry is not None and entry.kind == "story" else None

"""video.save registers a video and returns its upload address; video.get returns videos."""

from veche_sandbox.store import File
from veche_sandbox.store.files import VIDEO
from veche_sandbox.vk import file_uploads, places
from veche_sandbox.vk.access import EDITOR, community, holds
from veche_sandbox.vk.attachments import MEDIA
from veche_sandbox.vk.calls import METHODS, NETWORK, Call
from veche_sandbox.vk.errors import bad_param, group_denied
from veche_sandbox.vk.labels import label_new
from veche_sandbox.vk.objects import video_object
from veche_sandbox.vk.params import flags, integer, listing, string
from veche_sandbox.vk.registry import USER, Json


@METHODS.method(
    "video.save",
    string("name", longest=128),
    string("description", longest=5000),
    *flags("is_private", "wallpost", "no_comments", "repeat", "compression", "auto_publish"),
    string("link"),
    integer("group_id", low=1),
    integer("album_id", low=0),
    listing("privacy_view"),
    listing("privacy_comment"),
    string("ord_info"),
    kinds=USER,
)
def save(call: Call) -> Json:
    group_id = call.integer("group_id")
    if group_id and not holds(call, community(call, group_id), EDITOR):
        raise group_denied()
    if call.flag("wallpost"):
        raise bad_param("wallpost: a video posts nothing here by itself")
    owner = -group_id or call.caller.user_id
    with call.store.transaction():
        name = call.text("name") or "Без названия"
        video = call.store.files.save(NETWORK, owner, VIDEO, name, b"")
        label_new(call.store, video, description=call.text("description"))
        address = file_uploads.begin(call.store, call.caller.user_id, group_id, video.key)
    return {
        "upload_url": address,
        "video_id": video.id,
        "owner_id": owner,
        "title": name,
        "description": call.text("description"),
        "access_key": video.key[:18].replace("-", "0").replace("_", "0").lower(),
    }


@METHODS.method(
    "video.get",
    integer("owner_id"),
    listing("videos"),
    integer("album_id"),
    integer("count", low=0, high=200),
    integer("offset", low=0),
    *flags("extended"),
    listing("fields"),
    integer("sort_album"),
    kinds=USER,
)
def get(call: Call) -> Json:
    if not call.has("videos"):
        return _of_owner(call)
    matches = (MEDIA.fullmatch(f"video{name}") for name in call.listing("videos"))
    numbers = [(int(match["owner"]), int(match["id"])) for match in matches if match]
    found = [call.store.files.find(NETWORK, owner, number) for owner, number in numbers]
    items: list[Json] = [_item(call, video) for video in found if video and video.kind == VIDEO]
    return {"count": len(items), "items": items}


def _of_owner(call: Call) -> Json:
    """An owner's videos, newest first."""
    found = call.store.files.of_owner(NETWORK, call.integer("owner_id", call.caller.user_id), VIDEO)
    start = call.integer("offset")
    shown = found[start : start + call.integer("count", 100)]
    return {"count": len(found), "items": [_item(call, video) for video in shown]}


def _item(call: Call, video: File) -> Json:
    place = call.store.accounts.find(NETWORK, -video.owner_id)
    written = places.comments(call.store, places.VIDEO, place, video.id) if place else []
    return video_object(call.store, video) | {"comments": len(written)}

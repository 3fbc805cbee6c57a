"""photos.getComments, photos.getAllComments, video.getComments, board.getComments, board.getTopics.

A community's own key gets error 27. Unverified: deleted comments are left out, and `start_comment_id` names the first
one returned.
"""

from veche_sandbox.store import Account, Entry
from veche_sandbox.vk import places
from veche_sandbox.vk.access import community, wall
from veche_sandbox.vk.calls import METHODS, Call
from veche_sandbox.vk.errors import access_denied
from veche_sandbox.vk.objects import extended
from veche_sandbox.vk.params import flags, integer, listing, string
from veche_sandbox.vk.places import PHOTO, TOPIC, VIDEO
from veche_sandbox.vk.registry import SERVICE, USER, Json, Right

MOST, USUAL, TOPICS = 100, 20, 40
OWNER = integer("owner_id")
PAGE = (
    *flags("need_likes", "extended"),
    integer("start_comment_id", low=0),
    integer("offset"),
    integer("count", low=0, high=MOST),
)


@METHODS.method(
    "photos.getComments",
    OWNER,
    integer("photo_id", required=True),
    *PAGE,
    string("sort", choices="asc desc"),
    string("access_key"),
    listing("fields"),
    kinds=USER,
    right=Right.PHOTOS,
)
def of_photo(call: Call) -> Json:
    return _page(call, _of(call, PHOTO, wall(call), call.integer("photo_id")))


@METHODS.method(
    "photos.getAllComments",
    OWNER,
    integer("album_id", low=0),
    *flags("need_likes"),
    integer("offset", low=0),
    integer("count", low=0),
    kinds=USER,
    right=Right.PHOTOS,
)
def of_all_photos(call: Call) -> Json:
    """Comments under all photos, newest first; `pid` is the photo's number."""
    found = places.comments(call.store, PHOTO, wall(call))[::-1]
    start = call.integer("offset")
    shown = found[start : start + min(call.integer("count", USUAL), MOST)]
    items: list[Json] = [places.comment_object(call.store, entry) | {"pid": entry.post_id} for entry in shown]
    return {"count": len(found), "items": items}


@METHODS.method(
    "video.getComments",
    OWNER,
    integer("video_id", required=True, low=0),
    *PAGE,
    string("sort", choices="asc desc interest"),
    listing("fields"),
    integer("comment_id"),
    integer("thread_items_count", low=0, high=10),
    kinds=USER,
)
def of_video(call: Call) -> Json:
    """Comments of the first level with answers in `thread`, or the answers to `comment_id`."""
    found = _of(call, VIDEO, wall(call), call.integer("video_id"))
    root = call.integer("comment_id") or None
    return _page(call, [entry for entry in found if entry.thread == root], found)


@METHODS.method(
    "board.getComments",
    integer("group_id", required=True, low=1),
    integer("topic_id", required=True, low=0),
    *PAGE,
    string("sort", choices="asc desc"),
    kinds=USER | SERVICE,
)
def of_topic(call: Call) -> Json:
    return _page(call, _of(call, TOPIC, community(call, call.integer("group_id")), call.integer("topic_id")))


@METHODS.method(
    "board.getTopics",
    integer("group_id", required=True, low=1),
    listing("topic_ids"),
    integer("order", low=-2, high=2),
    integer("offset", low=0),
    integer("count", low=0, high=MOST),
    *flags("extended"),
    integer("preview", low=0, high=2),
    integer("preview_length", low=0),
    kinds=USER | SERVICE,
)
def get_topics(call: Call) -> Json:
    """Topics, the last written in first, whatever `order` says; those of `topic_ids` if given."""
    place = community(call, call.integer("group_id"))
    wanted = set(call.listing("topic_ids"))
    found = [one for one in places.topics(call.store, place) if not wanted or str(one.id) in wanted]
    items = sorted((_topic(call, place, one) for one in found), key=lambda one: -int(str(one["updated"])))
    start = call.integer("offset")
    shown: list[Json] = list(items[start : start + call.integer("count", TOPICS)])
    return {"count": len(found), "items": shown, "default_order": 1, "can_add_topics": 1}


def _topic(call: Call, place: Account, one: Entry) -> dict[str, Json]:
    written = places.comments(call.store, TOPIC, place, one.id)
    last = written[-1] if written else one
    return {
        "id": one.id,
        "title": one.text,
        "created": one.at,
        "created_by": one.author_id,
        "updated": last.at,
        "updated_by": last.author_id,
        "is_closed": 0,
        "is_fixed": 0,
        "comments": len(written),
    }


def _of(call: Call, kind: str, place: Account, number: int) -> list[Entry]:
    if not places.exists(call.store, kind, place, number):
        raise access_denied(f"{kind} not found")
    return places.comments(call.store, kind, place, number)


def _page(call: Call, level: list[Entry], every: list[Entry] | None = None) -> Json:
    """`every`: comments of all levels, where answers have one of their own."""
    newest_first, first = call.text("sort", "asc") == "desc", call.integer("start_comment_id")
    rows = level[::-1] if newest_first else level
    if first:
        rows = [entry for entry in rows if (entry.id <= first if newest_first else entry.id >= first)]
    start = max(0, call.integer("offset"))
    shown = rows[start : start + call.integer("count", USUAL)]
    items: list[Json] = [_item(call, entry, every) for entry in shown]
    answer: dict[str, Json] = {"count": len(every or level), "items": items}
    return answer | (extended(call.store, {entry.author_id for entry in shown}) if call.flag("extended") else {})


def _item(call: Call, entry: Entry, every: list[Entry] | None) -> Json:
    body = places.comment_object(call.store, entry)
    if every is not None and not call.has("comment_id"):
        answers = [other for other in every if other.thread == entry.id]
        first = [places.comment_object(call.store, other) for other in answers[: call.integer("thread_items_count")]]
        body["thread"] = {"count": len(answers), "items": first, "can_post": True, "groups_can_post": True}
    return body

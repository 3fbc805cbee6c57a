"""wall.getComments and wall.getComment. A community's own key gets error 27."""

from veche_sandbox.store import Entry
from veche_sandbox.vk.access import wall
from veche_sandbox.vk.calls import METHODS, NETWORK, Call
from veche_sandbox.vk.errors import comments_unreadable
from veche_sandbox.vk.objects import comment_object, extended, thread_root
from veche_sandbox.vk.params import flags, integer, listing, string
from veche_sandbox.vk.registry import SERVICE, USER, Json

MOST = 100
USUAL = 10


@METHODS.method(
    "wall.getComments",
    integer("owner_id"),
    integer("post_id", low=0),
    *flags("need_likes", "extended"),
    integer("start_comment_id", low=0),
    integer("offset"),
    integer("count", low=0),
    string("sort", choices="asc desc smart"),
    integer("preview_length", low=0),
    listing("fields"),
    integer("comment_id", low=0),
    integer("thread_items_count", low=0, high=10),
    kinds=USER | SERVICE,
)
def get_comments(call: Call) -> Json:
    """Comments of the first level with answers in `thread`, or the answers to `comment_id`."""
    all_of_post = _of_post(call)
    level = _level(call, all_of_post, call.integer("comment_id") or None)
    shown = _page(call, level)
    items: list[Json] = [_item(call, entry, all_of_post) for entry in shown]
    living = [entry for entry in all_of_post if not entry.deleted]
    answer: dict[str, Json] = {
        "count": len(living),
        "items": items,
        "current_level_count": len(level),
        "can_post": True,
        "show_reply_button": True,
        "groups_can_post": True,
    }
    if call.flag("extended"):
        answer |= extended(call.store, {entry.author_id for entry in shown if not entry.deleted})
    return answer


def _of_post(call: Call) -> list[Entry]:
    place = wall(call)
    post = call.store.entries.find(NETWORK, place.id, call.integer("post_id"))
    if post is None or post.kind != "post" or post.deleted:
        raise comments_unreadable()
    return call.store.entries.comments(NETWORK, account=place.id, post_id=post.id)


def _level(call: Call, entries: list[Entry], root: int | None) -> list[Entry]:
    """Comments of one level in the requested order; a deleted one keeps its place."""
    level = [entry for entry in entries if thread_root(call.store, entry) == root]
    return level[::-1] if call.text("sort", "asc") == "desc" else level


def _page(call: Call, level: list[Entry]) -> list[Entry]:
    first = call.integer("start_comment_id")
    start = next((place for place, entry in enumerate(level) if entry.id == first), 0)
    start = max(0, start + call.integer("offset"))
    return level[start : start + min(call.integer("count", USUAL), MOST)]


def _item(call: Call, entry: Entry, all_of_post: list[Entry]) -> Json:
    body = comment_object(call.store, entry)
    if call.flag("need_likes"):
        body["likes"] = {"can_like": 1, "count": 0, "user_likes": 0, "can_publish": 0}
    if not call.has("comment_id"):
        answers = [other for other in all_of_post if thread_root(call.store, other) == entry.id]
        first = [comment_object(call.store, other) for other in answers[: call.integer("thread_items_count")]]
        living = sum(not other.deleted for other in answers)
        body["thread"] = {"count": living, "items": first, "can_post": True, "groups_can_post": True}
    return body


@METHODS.method(
    "wall.getComment",
    integer("owner_id"),
    integer("comment_id", required=True, low=0),
    *flags("extended"),
    listing("fields"),
    kinds=USER,
)
def get_comment(call: Call) -> Json:
    """One comment; a deleted one is error 212, like a missing one."""
    place = wall(call)
    entry = call.store.entries.find(NETWORK, place.id, call.integer("comment_id"))
    if entry is None or entry.kind != "comment" or entry.deleted:
        raise comments_unreadable("comment not found")
    answer: dict[str, Json] = {"items": [comment_object(call.store, entry)], "can_post": True, "groups_can_post": True}
    return answer | (extended(call.store, {entry.author_id}) if call.flag("extended") else {})

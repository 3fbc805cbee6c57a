"""wall.get and wall.getById. A community's own key gets error 27."""

import re

from veche_sandbox.store import Account, Entry
from veche_sandbox.vk.access import EDITOR, holds, wall
from veche_sandbox.vk.calls import METHODS, NETWORK, OBJECTS_SINCE, Call
from veche_sandbox.vk.errors import bad_param
from veche_sandbox.vk.objects import extended, full_post_object
from veche_sandbox.vk.params import flags, integer, listing, string
from veche_sandbox.vk.registry import SERVICE, USER, Json

POST = re.compile(r"(?P<owner>-?\d{1,18})_(?P<id>\d{1,18})(_[0-9a-zA-Z]+)?")
SUGGESTED = "suggest"
MOST = 100
USUAL = 20


@METHODS.method(
    "wall.get",
    integer("owner_id"),
    string("domain"),
    integer("offset", low=0),
    integer("count", low=0),
    string("filter", choices="owner others all postponed suggests archived donut"),
    *flags("extended"),
    listing("fields"),
    kinds=USER | SERVICE,
)
def get(call: Call) -> Json:
    """Posts, the pinned one first, then newest first; of the community (`owner`) or of people (`others`).

    Suggested posts are shown to an editor alone (`suggests`); unverified.
    """
    place = _named_wall(call)
    kind = SUGGESTED if call.text("filter") == "suggests" and holds(call, place, EDITOR) else "post"
    posts = [post for post in call.store.entries.of_kind(NETWORK, place.id, kind) if not post.deleted]
    wanted = _filtered(posts, place, "all" if kind == SUGGESTED else call.text("filter", "all"))
    wanted.sort(key=lambda post: (not post.extra.get("pinned"), -post.id))
    offset, count = call.integer("offset"), min(call.integer("count", USUAL), MOST)
    shown = wanted[offset : offset + count]
    return {"count": len(wanted), **_answer(call, shown)}


def _named_wall(call: Call) -> Account:
    if call.has("owner_id") or not call.has("domain"):
        return wall(call)
    found = call.store.accounts.named(NETWORK, call.text("domain"))
    if found is None or found.kind != "community":
        raise bad_param("domain is invalid")
    return found


def _filtered(posts: list[Entry], place: Account, wanted: str) -> list[Entry]:
    if wanted == "owner":
        return [post for post in posts if post.author_id == -place.id]
    if wanted == "others":
        return [post for post in posts if post.author_id != -place.id]
    return posts if wanted == "all" else []


@METHODS.method(
    "wall.getById",
    listing("posts", required=True),
    *flags("extended"),
    integer("copy_history_depth"),
    listing("fields"),
    kinds=USER | SERVICE,
)
def get_by_id(call: Call) -> Json:
    """Posts by id; deleted and missing ones are omitted silently."""
    named = [POST.fullmatch(item) for item in call.listing("posts")]
    if len(named) > MOST or not all(named):
        raise bad_param("posts is invalid")
    found = [call.store.entries.find(NETWORK, -int(m["owner"]), int(m["id"])) for m in named if m]
    answer = _answer(call, [entry for entry in found if entry and _may_see(call, entry)])
    return answer if call.version >= OBJECTS_SINCE or call.flag("extended") else answer["items"]


def _may_see(call: Call, entry: Entry) -> bool:
    """A suggested post is shown to an editor; unverified."""
    return not entry.deleted and (entry.kind == "post" or (entry.kind == SUGGESTED and _manages(call, entry)))


def _answer(call: Call, posts: list[Entry]) -> dict[str, Json]:
    items: list[Json] = [full_post_object(call.store, post, manager=_manages(call, post)) for post in posts]
    if not call.flag("extended"):
        return {"items": items}
    return {"items": items, **extended(call.store, {-post.place for post in posts} | {p.author_id for p in posts})}


def _manages(call: Call, post: Entry) -> bool:
    place = call.store.accounts.find(NETWORK, post.place)
    return place is not None and holds(call, place, EDITOR)

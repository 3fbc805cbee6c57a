"""Comments under posts: write, edit, delete, restore."""

from veche_sandbox.store import Account, Entry, NewEntry
from veche_sandbox.vk.access import MODERATOR, author_id, author_name, holds, wall
from veche_sandbox.vk.attachments import read_attachments
from veche_sandbox.vk.calls import METHODS, NETWORK, Call
from veche_sandbox.vk.errors import bad_param, comment_denied, comment_not_deleted, comments_closed, comments_unreadable
from veche_sandbox.vk.events import comment_changed, comment_deleted
from veche_sandbox.vk.objects import comment_object, takes_comments, thread_root
from veche_sandbox.vk.params import integer, listing, string
from veche_sandbox.vk.registry import GROUP, USER, Json, Right
from veche_sandbox.vk.texts import LONGEST_COMMENT, cleaned


@METHODS.method(
    "wall.createComment",
    integer("owner_id"),
    integer("post_id", required=True, low=0),
    integer("from_group", low=0),
    string("message"),
    integer("reply_to_comment"),
    listing("attachments"),
    integer("sticker_id", low=0),
    string("guid"),
    kinds=USER | GROUP,
    right=Right.WALL,
)
def create_comment(call: Call) -> Json:
    """Add a comment. `from_group`: the community's id. `guid` is accepted without effect, as field reports say."""
    place = wall(call)
    if call.has("from_group") and call.integer("from_group") not in (0, place.id):
        raise bad_param("from_group is invalid")
    author = author_id(call, place, as_community=call.integer("from_group") == place.id)
    post = _open_post(call, place)
    above = _above(call, place, post)
    text = cleaned(call.text("message"), LONGEST_COMMENT)
    attached = read_attachments(call, "wall.createComment", place)
    if not text and not attached:
        raise bad_param("message is undefined")
    with call.store.transaction():
        entry = call.store.entries.add(
            NewEntry(
                NETWORK,
                place.id,
                "comment",
                author,
                author_name(call, place, author),
                text,
                attached.photos,
                post=(place.id, post.id),
                reply_to=above.id if above else None,
                thread=(thread_root(call.store, above) or above.id) if above else None,
                extra={"links": list(attached.links)},
            )
        )
        comment_changed(call.store, entry, "wall_reply_new")
    return {"comment_id": entry.id, "parents_stack": comment_object(call.store, entry)["parents_stack"]}


def _open_post(call: Call, place: Account) -> Entry:
    post = call.store.entries.find(NETWORK, place.id, call.integer("post_id"))
    if post is None or post.kind != "post" or post.deleted:
        raise comments_unreadable()
    if not takes_comments(call.store, post):
        raise comments_closed()
    return post


def _above(call: Call, place: Account, post: Entry) -> Entry | None:
    if not call.has("reply_to_comment"):
        return None
    above = call.store.entries.find(NETWORK, place.id, call.integer("reply_to_comment"))
    if above is None or above.kind != "comment" or above.deleted or above.post_id != post.id:
        raise bad_param("reply_to_comment is invalid")
    return above


ONE = (integer("owner_id"), integer("comment_id", required=True, low=0))


@METHODS.method("wall.deleteComment", *ONE, integer("post_id", low=0), kinds=USER, right=Right.WALL)
def delete_comment(call: Call) -> Json:
    """Delete a comment; a deleted one is «not found»."""
    entry = _moderated(call)
    if entry.deleted:
        raise comment_denied()
    with call.store.transaction():
        comment_deleted(call.store, call.store.entries.change(entry, deleted=True), call.caller.user_id)
    return 1


@METHODS.method(
    "wall.restoreComment", integer("owner_id"), integer("comment_id", required=True), kinds=USER, right=Right.WALL
)
def restore_comment(call: Call) -> Json:
    entry = _moderated(call)
    if not entry.deleted:
        raise comment_not_deleted()
    with call.store.transaction():
        comment_changed(call.store, call.store.entries.change(entry, deleted=False), "wall_reply_restore")
    return 1


@METHODS.method(
    "wall.editComment",
    *ONE,
    integer("post_id", low=0),
    string("message"),
    listing("attachments"),
    kinds=USER,
    right=Right.WALL,
)
def edit_comment(call: Call) -> Json:
    """Edit the caller's or the community's comment, not a resident's."""
    place = wall(call)
    entry = _moderated(call)
    if entry.deleted or entry.author_id not in (-place.id, call.caller.user_id):
        raise comment_denied("you can not edit this comment")
    text = cleaned(call.text("message"), LONGEST_COMMENT)
    attached = read_attachments(call, "wall.editComment", place)
    if not text and not attached:
        raise bad_param("message is undefined")
    extra = {**entry.extra, "links": list(attached.links)}
    with call.store.transaction():
        changed = call.store.entries.change(entry, text=text, photos=attached.photos, extra=extra)
        comment_changed(call.store, changed, "wall_reply_edit")
    return 1


def _moderated(call: Call) -> Entry:
    """The comment, a deleted one too; error 211 if there is none or the caller does not moderate this wall."""
    place = wall(call)
    entry = call.store.entries.find(NETWORK, place.id, call.integer("comment_id"))
    if entry is None or entry.kind != "comment":
        raise comment_denied()
    if call.has("post_id") and call.integer("post_id") != entry.post_id:
        raise comment_denied()
    if not holds(call, place, MODERATOR):
        raise comment_denied("you have no rights to moderate this wall")
    return entry

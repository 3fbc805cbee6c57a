"""photos.*, video.* and board.* of comments: create, delete, restore. A community's own key may act in topics alone.

Unverified: what a second deletion or restoration answers. The schema says 0 of photos and of restored videos; elsewhere
it is refused as «access denied».
"""

from veche_sandbox.store import Account, Entry
from veche_sandbox.vk import places
from veche_sandbox.vk.access import MODERATOR, author_id, author_name, community, holds, wall
from veche_sandbox.vk.attachments import read_attachments
from veche_sandbox.vk.calls import METHODS, Call
from veche_sandbox.vk.errors import access_denied, bad_param
from veche_sandbox.vk.params import Param, flags, integer, listing, string
from veche_sandbox.vk.places import PHOTO, TOPIC, VIDEO, Words
from veche_sandbox.vk.registry import GROUP, USER, Json, Right
from veche_sandbox.vk.texts import LONGEST_COMMENT, cleaned

WORDS: tuple[Param, ...] = (
    string("message"),
    listing("attachments"),
    *flags("from_group"),
    integer("sticker_id", low=0),
    string("guid"),
)
OWNER = integer("owner_id")
ONE = (OWNER, integer("comment_id", required=True))
BOARD = (integer("group_id", required=True, low=1), integer("topic_id", required=True, low=0))


@METHODS.method(
    "photos.createComment",
    OWNER,
    integer("photo_id", required=True),
    *WORDS,
    integer("reply_to_comment"),
    string("access_key"),
    kinds=USER,
    right=Right.PHOTOS,
)
def comment_photo(call: Call) -> Json:
    return _create(call, PHOTO, wall(call), call.integer("photo_id"))


@METHODS.method(
    "video.createComment",
    OWNER,
    integer("video_id", required=True, low=0),
    *WORDS,
    integer("reply_to_comment", low=0),
    string("track_code"),
    kinds=USER,
)
def comment_video(call: Call) -> Json:
    return _create(call, VIDEO, wall(call), call.integer("video_id"))


@METHODS.method("board.createComment", *BOARD, *WORDS, kinds=USER)
def comment_topic(call: Call) -> Json:
    return _create(call, TOPIC, _of_board(call), call.integer("topic_id"))


@METHODS.method("photos.deleteComment", *ONE, kinds=USER, right=Right.PHOTOS)
def delete_of_photo(call: Call) -> Json:
    return _delete(call, _moderated(call, PHOTO, wall(call)))


@METHODS.method("video.deleteComment", *ONE, kinds=USER)
def delete_of_video(call: Call) -> Json:
    return _delete(call, _standing(_moderated(call, VIDEO, wall(call))))


DELETED = (integer("group_id", required=True, low=1), integer("topic_id", required=True, low=1))


@METHODS.method(
    "board.deleteComment",
    *DELETED,
    integer("comment_id", required=True, low=1),
    kinds=USER | GROUP,
    right=Right.MANAGE,
)
def delete_of_topic(call: Call) -> Json:
    return _delete(call, _standing(_in_topic(call)))


@METHODS.method("photos.restoreComment", *ONE, kinds=USER, right=Right.PHOTOS)
def restore_of_photo(call: Call) -> Json:
    return _restore(call, _moderated(call, PHOTO, wall(call)))


@METHODS.method("video.restoreComment", *ONE, kinds=USER)
def restore_of_video(call: Call) -> Json:
    return _restore(call, _moderated(call, VIDEO, wall(call)))


@METHODS.method(
    "board.restoreComment",
    *BOARD,
    integer("comment_id", required=True, low=0),
    kinds=USER | GROUP,
    right=Right.MANAGE,
)
def restore_of_topic(call: Call) -> Json:
    found = _in_topic(call)
    if not found.deleted:
        raise access_denied("comment has not been deleted")
    return _restore(call, found)


def _create(call: Call, kind: str, place: Account, number: int) -> Json:
    author = author_id(call, place, as_community=call.flag("from_group"))
    if not places.exists(call.store, kind, place, number):
        raise access_denied(f"{kind} not found")
    above = places.comment(call.store, kind, place, call.integer("reply_to_comment"))
    if call.has("reply_to_comment") and (above is None or above.deleted or above.post_id != number):
        raise bad_param("reply_to_comment is invalid")
    text = cleaned(call.text("message"), LONGEST_COMMENT)
    attached = read_attachments(call, f"{kind}.createComment", place)
    if not text and not attached:
        raise bad_param("message is undefined")
    words = Words(author, author_name(call, place, author), text, attached.photos, above)
    return places.write(call.store, kind, place, number, words).id


def _delete(call: Call, entry: Entry) -> Json:
    if entry.deleted:
        return 0
    places.delete(call.store, entry, call.caller.user_id)
    return 1


def _restore(call: Call, entry: Entry) -> Json:
    if not entry.deleted:
        return 0
    places.restore(call.store, entry)
    return 1


def _standing(entry: Entry) -> Entry:
    if entry.deleted:
        raise access_denied("comment not found")
    return entry


def _in_topic(call: Call) -> Entry:
    found = _moderated(call, TOPIC, _of_board(call))
    if found.post_id != call.integer("topic_id"):
        raise access_denied("comment not found")
    return found


def _of_board(call: Call) -> Account:
    return community(call, call.integer("group_id"))


def _moderated(call: Call, kind: str, place: Account) -> Entry:
    """The comment, a deleted one too; error 15 if there is none or the caller does not moderate the community."""
    found = places.comment(call.store, kind, place, call.integer("comment_id"))
    if found is None:
        raise access_denied("comment not found")
    if not holds(call, place, MODERATOR):
        raise access_denied("you have no rights to moderate this community")
    return found

"""Answer as the community, delete and restore comments: on the wall here, elsewhere in `place_comments`.

VK's «already so» counts as done.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from veche.networks.errors import DELETING, READING, REPLYING, RESTORING, Purpose
from veche.networks.protocol import DeleteComment, Done, NetworkError, Place, Reply, RestoreComment, Slot
from veche.networks.vk import place_comments
from veche.networks.vk.places import place_of
from veche.networks.vk.render import render_reply
from veche.networks.vk.wall import Wall, items

# A second deletion is refused as «no access» or «not found», a second restoration as «has not been deleted».
PERHAPS_GONE = frozenset({"vk_15", "vk_100", "vk_104", "vk_211", "vk_212"})
_NOT_DELETED = "vk_243"


def reply(wall: Wall, act: Reply, *, key: UUID, deadline: float) -> Done:
    """Answer a comment, or comment on the post.

    `from_group` is the community's number here, while in wall.post it is a flag.
    """
    if not on_wall(act.post_id):
        return place_comments.reply(wall, act, key=key, deadline=deadline)
    params: dict[str, str | int] = {
        "owner_id": wall.owner_id,
        "post_id": act.post_id,
        "from_group": wall.group_id,
        "message": render_reply(act.text).text,
        "guid": str(key),
        **({"reply_to_comment": act.comment_id} if act.comment_id else {}),
    }
    answer = wall.call(wall.speaking_slot(), "wall.createComment", params, purpose=REPLYING, deadline=deadline)
    if not isinstance(answer, dict) or not isinstance(answer.get("comment_id"), int):
        raise wall.client.unexpected(REPLYING)
    comment_id = answer["comment_id"]
    return Done(remote_id=str(comment_id), url=wall.comment_url(act.post_id, comment_id), proven=True)


def delete(wall: Wall, act: DeleteComment, *, deadline: float) -> Done:
    if not on_wall(act.post_id):
        return place_comments.delete(wall, act, deadline=deadline)
    try:
        _change(wall, "wall.deleteComment", act.comment_id, DELETING, deadline)
    except NetworkError as error:
        if error.code not in PERHAPS_GONE or not is_deleted(wall, act.post_id, act.comment_id, deadline=deadline):
            raise
    return Done(remote_id=act.comment_id, url=wall.post_url(act.post_id), proven=True)


def restore(wall: Wall, act: RestoreComment, *, deadline: float) -> Done:
    if not on_wall(act.post_id):
        return place_comments.restore(wall, act, deadline=deadline)
    try:
        _change(wall, "wall.restoreComment", act.comment_id, RESTORING, deadline)
    except NetworkError as error:
        if error.code != _NOT_DELETED:
            raise
    return Done(remote_id=act.comment_id, url=wall.comment_url(act.post_id, act.comment_id), proven=True)


def _change(wall: Wall, method: str, comment_id: str, purpose: Purpose, deadline: float) -> Any:
    params: dict[str, str | int] = {"owner_id": wall.owner_id, "comment_id": comment_id}
    answer = wall.call(Slot.ADMIN, method, params, purpose=purpose, deadline=deadline)
    if answer != 1:
        raise wall.client.unexpected(purpose)
    return answer


def is_deleted(wall: Wall, post_id: str, comment_id: str, *, deadline: float) -> bool:
    """Whether the comment is deleted.

    VK reports it like a missing right, so the post's other comments must be readable.
    """
    if not on_wall(post_id):
        return place_comments.is_deleted(wall, post_id, comment_id, deadline=deadline)
    try:
        answer = _read(wall, "wall.getComment", {"comment_id": comment_id}, deadline)
    except NetworkError as error:
        if error.code not in PERHAPS_GONE:
            raise
        return comment_id not in {str(comment.get("id")) for comment in comments_of(wall, post_id, deadline=deadline)}
    found = items(answer)
    return not found or bool(found[0].get("deleted"))


def comments_of(wall: Wall, post_id: int | str, *, deadline: float) -> Iterator[Mapping[str, Any]]:
    """Comments of the newest hundred threads under a post, each with ten answers."""
    for comment in _level(wall, post_id, {"thread_items_count": 10}, deadline):
        yield comment
        yield from (answer for answer in items(comment.get("thread")) if not answer.get("deleted"))


def answers_to(wall: Wall, post_id: str, comment_id: str, *, deadline: float) -> Iterator[Mapping[str, Any]]:
    """The newest hundred answers of the thread that `comment_id` belongs to; of "" the newest comments on the post.

    Elsewhere than on the wall the newest comments of the place as well.
    """
    if not on_wall(post_id):
        yield from place_comments.comments_of(wall, post_id, answers_to=comment_id, deadline=deadline)
        return
    if not comment_id:
        yield from _level(wall, post_id, {}, deadline)
        return
    found = items(_read(wall, "wall.getComment", {"comment_id": comment_id}, deadline))
    above = found[0].get("parents_stack") if found else None
    root = above[0] if isinstance(above, list) and above else comment_id
    yield from _level(wall, post_id, {"comment_id": root}, deadline)


def on_wall(post_id: str) -> bool:
    return place_of(post_id) is Place.POST


def _level(
    wall: Wall, post_id: int | str, which: Mapping[str, str | int], deadline: float
) -> Iterator[Mapping[str, Any]]:
    params: dict[str, str | int] = {"post_id": post_id, "count": 100, "sort": "desc", **which}
    answer = items(_read(wall, "wall.getComments", params, deadline))
    return (comment for comment in answer if not comment.get("deleted"))


def _read(wall: Wall, method: str, params: Mapping[str, str | int], deadline: float) -> Any:
    params = {"owner_id": wall.owner_id, **params}
    return wall.call(Slot.ADMIN, method, params, purpose=READING, deadline=deadline)

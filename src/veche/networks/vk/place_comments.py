"""Answer, delete and restore under photos and videos and in topics, and turn suggested posts down.

vk-api-schema: photos.*, video.* and board.* of comments. The community's key may only delete and restore in topics;
all else takes the administrator's. None has a method that reads one comment, so the list of its place is read.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from veche.networks.errors import DELETING, READING, REPLYING, RESTORING, Purpose, by_hand
from veche.networks.protocol import DeleteComment, Done, NetworkError, Place, Reply, RestoreComment, Slot
from veche.networks.vk.places import Spot, number_of
from veche.networks.vk.refusals import TITLE
from veche.networks.vk.render import render_reply
from veche.networks.vk.wall import Wall, items

# The beginnings of the methods' names.
_SECTIONS: Final[Mapping[Place, str]] = {Place.PHOTO: "photos", Place.VIDEO: "video", Place.TOPIC: "board"}
# What a second deletion or restoration is refused with is in no document.
_PERHAPS_SO: Final = frozenset({"vk_15", "vk_100", "vk_104", "vk_204", "vk_210"})

type Params = dict[str, str | int]


def reply(wall: Wall, act: Reply, *, key: UUID, deadline: float) -> Done:
    """Answer in the community's name. A topic's messages answer nobody by number."""
    spot = Spot.of(act.post_id)
    if spot.place is Place.SUGGESTED:
        raise by_hand(TITLE, "на предложенную запись ответить нельзя", REPLYING)
    params = {**_address(wall, spot), "from_group": 1, "message": render_reply(act.text).text, "guid": str(key)}
    if act.comment_id and spot.place is not Place.TOPIC:
        params["reply_to_comment"] = number_of(act.comment_id)
    answer = wall.call(Slot.ADMIN, _method(spot, "createComment"), params, purpose=REPLYING, deadline=deadline)
    if isinstance(answer, bool) or not isinstance(answer, int):
        raise wall.client.unexpected(REPLYING)
    number = spot.comment_id(answer)
    return Done(remote_id=number, url=wall.comment_url(act.post_id, number), proven=True)


def delete(wall: Wall, act: DeleteComment, *, deadline: float) -> Done:
    _change(wall, act, DELETING, deadline)
    return Done(remote_id=act.comment_id, url=wall.url_of(Spot.of(act.post_id)), proven=True)


def restore(wall: Wall, act: RestoreComment, *, deadline: float) -> Done:
    _change(wall, act, RESTORING, deadline)
    return Done(remote_id=act.comment_id, url=wall.comment_url(act.post_id, act.comment_id), proven=True)


def _change(wall: Wall, act: DeleteComment | RestoreComment, purpose: Purpose, deadline: float) -> None:
    """Make the call; where VK refuses it or answers 0, it counts as done if it is so already."""
    refusal = None
    try:
        if _call(wall, act, purpose, deadline) == 1:
            return
    except NetworkError as error:
        if error.code not in _PERHAPS_SO or not wall.client.has(Slot.ADMIN):
            raise
        refusal = error
    wanted = isinstance(act, DeleteComment)
    if is_deleted(wall, act.post_id, act.comment_id, deadline=deadline) is not wanted:
        raise refusal or wall.client.unexpected(purpose)


def _call(wall: Wall, act: DeleteComment | RestoreComment, purpose: Purpose, deadline: float) -> Any:
    spot, verb = Spot.of(act.post_id), "delete" if isinstance(act, DeleteComment) else "restore"
    if spot.place is Place.SUGGESTED:
        params: Params = {"owner_id": wall.owner_id, "post_id": spot.number}
        return wall.call(Slot.ADMIN, f"wall.{verb}", params, purpose=purpose, deadline=deadline)
    params = {**_address(wall, spot), "comment_id": number_of(act.comment_id)}
    method = _method(spot, f"{verb}Comment")
    if spot.place is Place.TOPIC:
        return wall.manager_call(method, params, purpose=purpose, deadline=deadline)
    del params[f"{spot.place}_id"]  # these methods name no photo and no video
    return wall.call(Slot.ADMIN, method, params, purpose=purpose, deadline=deadline)


def is_deleted(wall: Wall, post_id: str, comment_id: str, *, deadline: float) -> bool:
    """Whether the comment is missing in its place. Raises `NetworkError` if the place cannot be read."""
    spot = Spot.of(post_id)
    if spot.place is Place.SUGGESTED:
        return not _suggested(wall, spot, deadline)
    first: Params = {"start_comment_id": number_of(comment_id), "count": 1, "sort": "asc"}
    if comment_id in _numbers(spot, _read(wall, spot, first, deadline)):
        return False
    return comment_id not in _numbers(spot, comments_of(wall, post_id, deadline=deadline))


def comments_of(wall: Wall, post_id: str, *, answers_to: str = "", deadline: float) -> Iterator[Mapping[str, Any]]:
    """The newest hundred comments; under a video with ten answers each, and with the newest answers to one of them."""
    spot = Spot.of(post_id)
    if spot.place is Place.SUGGESTED:
        return
    threads: Params = {"thread_items_count": 10} if spot.place is Place.VIDEO else {}
    for comment in _read(wall, spot, {"count": 100, "sort": "desc", **threads}, deadline):
        yield comment
        yield from _standing(items(comment.get("thread")))
    if answers_to and spot.place is Place.VIDEO:
        answered: Params = {"count": 100, "sort": "desc", "comment_id": number_of(answers_to)}
        yield from _read(wall, spot, answered, deadline)


def _read(wall: Wall, spot: Spot, which: Params, deadline: float) -> list[Mapping[str, Any]]:
    params = {**_address(wall, spot), **which}
    answer = wall.call(Slot.ADMIN, _method(spot, "getComments"), params, purpose=READING, deadline=deadline)
    return _standing(items(answer))


def _suggested(wall: Wall, spot: Spot, deadline: float) -> list[Mapping[str, Any]]:
    params: Params = {"posts": f"{wall.owner_id}_{spot.number}"}
    answer = wall.call(Slot.ADMIN, "wall.getById", params, purpose=READING, deadline=deadline)
    return [post for post in items(answer) if not post.get("is_deleted")]


def _standing(found: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [comment for comment in found if not comment.get("deleted")]


def _numbers(spot: Spot, found: list[Mapping[str, Any]] | Iterator[Mapping[str, Any]]) -> set[str]:
    return {spot.comment_id(comment["id"]) for comment in found if "id" in comment}


def _address(wall: Wall, spot: Spot) -> Params:
    owner: Params = {"group_id": wall.group_id} if spot.place is Place.TOPIC else {"owner_id": wall.owner_id}
    return {**owner, f"{spot.place}_id": spot.number}


def _method(spot: Spot, name: str) -> str:
    return f"{_SECTIONS[spot.place]}.{name}"

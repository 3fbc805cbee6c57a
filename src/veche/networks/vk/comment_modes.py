"""Open and close the comments under a post, or of the whole community by its wall's setting.

vk-api-schema: wall.openComments and wall.closeComments; groups.edit and groups.getSettings, `wall`: 0 disabled, 1 open,
2 limited (the community posts, everybody comments), 3 closed (nobody comments). Each call can be repeated safely.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from veche.networks.comment_modes import BEFORE
from veche.networks.errors import READING, SETTING_COMMENTS
from veche.networks.protocol import (
    Absent,
    CannotTell,
    CommentMode,
    Done,
    Found,
    LookUp,
    Parts,
    SetCommentMode,
    Slot,
)
from veche.networks.vk import post_changes
from veche.networks.vk.lookup import NO_ADMIN
from veche.networks.vk.wall import Wall

LIMITED, CLOSED = 2, 3
# Settings under which residents comment.
_COMMENTED: Final = frozenset({1, LIMITED})


def keep_setting(wall: Wall, act: SetCommentMode, parts: Parts, *, deadline: float) -> Iterator[Parts]:
    """Keep the wall's present setting before it is closed."""
    if act.post_id or act.mode is CommentMode.OPEN or BEFORE in parts:
        return
    yield {**parts, BEFORE: act.before or str(_setting(wall, deadline))}


def change(wall: Wall, act: SetCommentMode, *, deadline: float) -> Done:
    if act.post_id:
        method = "wall.openComments" if act.mode is CommentMode.OPEN else "wall.closeComments"
        answer = post_changes.about_post(wall, method, act.post_id, {}, SETTING_COMMENTS, deadline)
        done = Done(remote_id=act.post_id, url=wall.post_url(act.post_id))
    else:
        params: dict[str, str | int] = {"group_id": wall.group_id, "wall": _wanted(act)}
        answer = wall.call(Slot.ADMIN, "groups.edit", params, purpose=SETTING_COMMENTS, deadline=deadline)
        done = Done(remote_id=str(wall.group_id), url=wall.page_url, proven=answer == 1)
    if answer != 1:
        raise wall.client.unexpected(SETTING_COMMENTS)
    return done


def look_up(wall: Wall, act: SetCommentMode, *, deadline: float) -> LookUp:
    if not wall.client.has(Slot.ADMIN):
        return CannotTell(NO_ADMIN)
    so = _is_post_so(wall, act, deadline) if act.post_id else _setting(wall, deadline) == _wanted(act)
    if not so:
        return Absent()
    where = (act.post_id, wall.post_url(act.post_id)) if act.post_id else (str(wall.group_id), wall.page_url)
    return Found(*where, "VK показал, что так и есть")


def read(wall: Wall, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, CommentMode]:
    """The modes of the wall and of these posts; of no posts while the whole wall is closed."""
    if _setting(wall, deadline) not in _COMMENTED:
        return {"": CommentMode.CLOSED}
    asked = list(post_ids[: post_changes.PAGE])
    posts = post_changes.standing_posts(wall, asked, deadline=deadline) if asked else []
    told = {str(post.get("id")): mode for post in posts if (mode := _mode(post)) is not None}
    return {"": CommentMode.OPEN, **told}


def _is_post_so(wall: Wall, act: SetCommentMode, deadline: float) -> bool:
    post = post_changes.post_now(wall, act.post_id, deadline)
    return post is not None and _mode(post) is act.mode


def _mode(post: Mapping[str, Any]) -> CommentMode | None:
    """base_comments_info: `can_open` is said of closed comments, `can_close` of open ones, `can_post` to who may."""
    comments = post.get("comments")
    if not isinstance(comments, Mapping):
        return None
    is_open = comments.get("can_close") == 1 or (comments.get("can_open") != 1 and comments.get("can_post") == 1)
    return CommentMode.OPEN if is_open else CommentMode.CLOSED


def _wanted(act: SetCommentMode) -> int:
    """The setting to set; opening without knowledge of the former one lets residents comment and not post."""
    if act.mode is not CommentMode.OPEN:
        return CLOSED
    before = int(act.before) if act.before.isdecimal() else LIMITED
    return before if before in _COMMENTED else LIMITED


def _setting(wall: Wall, deadline: float) -> int:
    params: dict[str, str | int] = {"group_id": wall.group_id}
    answer = wall.call(Slot.ADMIN, "groups.getSettings", params, purpose=READING, deadline=deadline)
    setting = answer.get("wall") if isinstance(answer, Mapping) else None
    if not isinstance(setting, int):
        raise wall.client.unexpected(READING)
    return setting

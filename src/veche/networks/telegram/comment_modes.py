"""Open, limit and close a channel's comments: the permissions of everybody in its discussion group.

core.telegram.org/bots/api, setChatPermissions and getChat. The call can be repeated safely.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from veche.networks.comment_modes import BEFORE
from veche.networks.errors import READING, SETTING_COMMENTS, by_hand
from veche.networks.protocol import Absent, CommentMode, Done, Found, LookUp, Parts, SetCommentMode
from veche.networks.telegram.channel import Channel
from veche.networks.telegram.comments import group
from veche.networks.telegram.profile import PROFILE
from veche.networks.telegram.refusals import TITLE

_WORDS: Final = "can_send_messages"
_MEDIA: Final = (
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
)
_SAYING: Final = (_WORDS, *_MEDIA)


def keep_permissions(channel: Channel, act: SetCommentMode, parts: Parts, *, deadline: float) -> Iterator[Parts]:
    """Keep the group's present permissions before they are taken."""
    if act.mode is CommentMode.OPEN or BEFORE in parts:
        return
    yield {**parts, BEFORE: act.before or json.dumps(_saying(_permissions(channel, deadline)))}


def change(channel: Channel, act: SetCommentMode, *, deadline: float) -> Done:
    if act.post_id:
        raise by_hand(TITLE, PROFILE.comments.lacks.removesuffix("."), SETTING_COMMENTS)
    # Whatever else the group permits stays: setChatPermissions replaces all of them.
    permissions = {**_permissions(channel, deadline), **_wanted(act)}
    params = {
        "chat_id": group(channel, SETTING_COMMENTS),
        "permissions": permissions,
        "use_independent_chat_permissions": True,
    }
    if channel.client.call("setChatPermissions", params, purpose=SETTING_COMMENTS, deadline=deadline) is not True:
        raise channel.client.unexpected(SETTING_COMMENTS)
    return Done(channel.group_id, proven=True)


def look_up(channel: Channel, act: SetCommentMode, *, deadline: float) -> LookUp:
    if _saying(_permissions(channel, deadline)) != _wanted(act):
        return Absent()
    return Found(channel.group_id, how="Телеграм показал, что так и есть")


def read(channel: Channel, *, deadline: float) -> Mapping[str, CommentMode]:
    """The mode of the discussion group; a single post has none."""
    saying = _saying(_permissions(channel, deadline))
    if not saying[_WORDS]:
        return {"": CommentMode.CLOSED}
    return {"": CommentMode.OPEN if any(saying[name] for name in _MEDIA) else CommentMode.LIMITED}


def _wanted(act: SetCommentMode) -> dict[str, bool]:
    if act.mode is not CommentMode.OPEN:
        return {**dict.fromkeys(_SAYING, False), _WORDS: act.mode is CommentMode.LIMITED}
    before = _saying(json.loads(act.before)) if act.before else {}
    return before if before.get(_WORDS) else dict.fromkeys(_SAYING, True)


def _saying(permissions: Mapping[str, Any]) -> dict[str, bool]:
    return {name: permissions.get(name) is True for name in _SAYING}


def _permissions(channel: Channel, deadline: float) -> dict[str, Any]:
    chat = channel.client.call("getChat", {"chat_id": group(channel, READING)}, purpose=READING, deadline=deadline)
    permissions = chat.get("permissions") if isinstance(chat, Mapping) else None
    if not isinstance(permissions, Mapping):
        raise channel.client.unexpected(READING)
    return dict(permissions)

"""Restrict authors in the group. OK blocks an author only together with deleting a comment of theirs, and for good."""

from veche.networks.errors import READING, RELEASING, RESTRICTING, by_hand
from veche.networks.ok.comments import GONE, is_gone
from veche.networks.ok.group import TOPIC, Group, items, succeeded
from veche.networks.ok.refusals import TITLE
from veche.networks.protocol import (
    Absent,
    Done,
    Found,
    LookUp,
    NetworkError,
    ReleaseAuthor,
    RestrictAuthor,
)

# apiok.ru, group.getUserGroupsByIds: `status`.
_BLOCKED = "BLOCKED"
_NO_COMMENT = "комментария уже нет, а без него автора по ключу не заблокировать"


def restrict(group: Group, act: RestrictAuthor, *, deadline: float) -> Done:
    """Block an author. Without the comment OK cannot block, unless the author is blocked already."""
    _refuse_other(act)
    params = {
        "discussionId": act.post_id,
        "discussionType": TOPIC,
        "comment_id": act.comment_id,
        "block_author": "true",
    }
    try:
        answer = group.call("discussions.deleteDiscussionComment", params, purpose=RESTRICTING, deadline=deadline)
    except NetworkError as error:
        if error.code not in GONE:
            raise
        if not _is_blocked(group, act.author_id, deadline):
            raise by_hand(TITLE, _NO_COMMENT, RESTRICTING) from None
    else:
        if not succeeded(answer):
            raise group.client.unexpected(RESTRICTING)
    return Done(remote_id=act.author_id, url=group.topic_url(act.post_id), proven=True)


def _refuse_other(act: RestrictAuthor) -> None:
    if act.until is not None:
        raise by_hand(TITLE, "ограничения на срок в сети нет, только навсегда", RESTRICTING)
    if not act.comment_id or not act.post_id:
        raise by_hand(TITLE, "автора можно заблокировать только вместе с его комментарием", RESTRICTING)


def cannot_release() -> NetworkError:
    return by_hand(TITLE, "снять блокировку можно только на сайте", RELEASING)


def look_up(group: Group, act: RestrictAuthor | ReleaseAuthor, *, deadline: float) -> LookUp:
    blocked = _is_blocked(group, act.author_id, deadline)
    if isinstance(act, ReleaseAuthor):
        return Absent() if blocked else Found(act.author_id, group.page_url, "ОК показал, что автор не заблокирован")
    gone = not act.comment_id or is_gone(group, act.post_id, act.comment_id, deadline=deadline)
    if not blocked or not gone:
        return Absent()
    return Found(act.author_id, group.topic_url(act.post_id), "ОК показал, что автор заблокирован")


def _is_blocked(group: Group, author_id: str, deadline: float) -> bool:
    params = {"group_id": group.group_id, "uids": author_id}
    answer = group.call("group.getUserGroupsByIds", params, purpose=READING, deadline=deadline)
    if not isinstance(answer, list):
        raise group.client.unexpected(READING)
    return any(one.get("status") == _BLOCKED for one in items({"users": answer}, "users"))

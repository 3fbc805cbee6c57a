"""Answer in the group's name and delete comments. «Already gone» counts as done."""

from collections.abc import Iterator, Mapping
from typing import Any

from veche.networks.errors import DELETING, READING, REPLYING, RESTORING
from veche.networks.ok.group import TOPIC, Group, items, succeeded
from veche.networks.ok.render import render_reply
from veche.networks.protocol import DeleteComment, Done, NetworkError, Reply

GONE = frozenset({"ok_300", "ok_700", "ok_702"})
PAGE = 100
_PAGES = 5


def reply(group: Group, act: Reply, *, deadline: float) -> Done:
    params = {
        "entityId": act.post_id,
        "entityType": TOPIC,
        "comment": render_reply(act.text).text,
        "as_admin": "true",
        **({"reply_to_comment_id": act.comment_id} if act.comment_id else {}),
    }
    answer = group.call("discussions.addDiscussionComment", params, purpose=REPLYING, deadline=deadline)
    number = _number(answer)
    if not number:
        raise group.client.unexpected(REPLYING)
    return Done(remote_id=number, url=group.topic_url(act.post_id), proven=True)


def _number(answer: Any) -> str:
    """The id in the answer: a bare string or a comment with its `id`; the documentation shows neither."""
    if isinstance(answer, Mapping):
        found = answer.get("comment") if isinstance(answer.get("comment"), Mapping) else answer
        answer = found.get("id") if isinstance(found, Mapping) else None
    return answer if isinstance(answer, str) else ""


def delete(group: Group, act: DeleteComment, *, deadline: float) -> Done:
    params = {"discussionId": act.post_id, "discussionType": TOPIC, "comment_id": act.comment_id}
    try:
        answer = group.call("discussions.deleteDiscussionComment", params, purpose=DELETING, deadline=deadline)
    except NetworkError as error:
        if error.code not in GONE:
            raise
    else:
        if not succeeded(answer):
            raise group.client.unexpected(DELETING)
    return Done(remote_id=act.comment_id, url=group.topic_url(act.post_id), proven=True)


def cannot_restore() -> NetworkError:
    return NetworkError(
        f"ОК не умеет возвращать удалённые комментарии. {RESTORING.kept}. Его текст остался у нас.",
        permanent=True,
        code="cannot_restore",
    )


def is_gone(group: Group, topic_id: str, comment_id: str, *, deadline: float) -> bool:
    params = {"discussionId": topic_id, "discussionType": TOPIC, "comment_id": comment_id}
    try:
        group.call("discussions.getComment", params, purpose=READING, deadline=deadline)
    except NetworkError as error:
        if error.code not in GONE:
            raise
        return True
    return False


def newest(group: Group, topic_id: str, *, deadline: float) -> Iterator[Mapping[str, Any] | None]:
    """Yield a topic's comments, newest page first. A final None means that the page limit was reached."""
    anchor = "LAST"
    for _ in range(_PAGES):
        params = {
            "discussionId": topic_id,
            "discussionType": TOPIC,
            "anchor": anchor,
            "direction": "BACKWARD",
            "count": str(PAGE),
        }
        answer = group.call("discussions.getComments", params, purpose=READING, deadline=deadline)
        if not isinstance(answer, Mapping):
            raise group.client.unexpected(READING)
        yield from items(answer, "comments")
        if not answer.get("has_more") or not answer.get("anchor"):
            return
        anchor = str(answer["anchor"])
    yield None

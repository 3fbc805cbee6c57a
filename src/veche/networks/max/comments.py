"""Answer and delete comments. MAX cannot restore them."""

from collections.abc import Mapping
from typing import Any

from veche.networks.errors import DELETING, READING, REPLYING, RESTORING
from veche.networks.max.channel import Channel, mid_of
from veche.networks.max.client import part
from veche.networks.max.render import render_reply
from veche.networks.protocol import DeleteComment, Done, NetworkError, Reply

NO_RESTORE = "MAX не умеет возвращать удалённое. Текст комментария сохранён у нас."
NOT_FOUND = frozenset({"max_not.found", "max_404"})


def path_of(post_id: str) -> str:
    return f"/messages/{part(post_id)}/comments"


def reply(channel: Channel, act: Reply, *, deadline: float) -> Done:
    """Answer a comment, or comment on the post, in plain text: comments take no format, no attachments, no mentions."""
    above = {"link": {"type": "reply", "mid": act.comment_id}} if act.comment_id else {}
    body = {"text": render_reply(act.text).text, **above}
    answer = channel.client.call("POST", path_of(act.post_id), body=body, purpose=REPLYING, deadline=deadline)
    try:
        return Done(mid_of(answer["message"]), proven=True)
    except (LookupError, TypeError):
        raise channel.client.unexpected(REPLYING) from None


def delete(channel: Channel, act: DeleteComment, *, deadline: float) -> Done:
    """Delete a comment. One that does not exist counts as deleted."""
    try:
        answer: Mapping[str, Any] = channel.client.call(
            "DELETE",
            path_of(act.post_id),
            query={"comment_id": act.comment_id},
            purpose=DELETING,
            deadline=deadline,
        )
    except NetworkError as error:
        if error.code not in NOT_FOUND:
            raise
        answer = {"success": True}
    if answer.get("success") is not True:
        raise channel.client.unexpected(DELETING)
    return Done(act.comment_id, proven=True)


def cannot_restore() -> NetworkError:
    return NetworkError(f"{NO_RESTORE} {RESTORING.kept}.", permanent=True, code="cannot_restore")


def find(channel: Channel, post_id: str, comment_id: str, *, deadline: float) -> Mapping[str, Any] | None:
    """The comment as it is now; None if it does not exist."""
    path = f"{path_of(post_id)}/{part(comment_id)}"
    try:
        return channel.client.call("GET", path, purpose=READING, deadline=deadline)
    except NetworkError as error:
        if error.code not in NOT_FOUND:
            raise
        return None

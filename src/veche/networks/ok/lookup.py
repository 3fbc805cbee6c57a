"""Look up whether an act happened. A topic whose id is known is returned at once.

Without its id only the statistics helps; it lags and hides topics that nobody has seen. It can prove that a topic
exists, never that it does not.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from veche.networks.errors import READING, UNKNOWN_REPLY
from veche.networks.ok.comments import is_gone, newest
from veche.networks.ok.group import Group, items, moment, photo_count, shown_of, text_of
from veche.networks.ok.render import render, render_reply
from veche.networks.protocol import Absent, CannotTell, DeleteComment, Found, LookUp, NetworkError, Publish, Reply
from veche.networks.shown import missing, sent, with_missing
from veche.networks.text import canonical

SKEW = timedelta(minutes=2)
# Our topic is a text and a block of photos; a third block reveals a longer one. OK returns 1 to 3 for several topics.
BLOCKS = "3"
RECENT = 50
FIELDS = "media_topic.*"
_UNSEEN = (
    "ОК показывает не все свежие записи: того, что видел только автор, в ответе нет. Откройте группу и посмотрите."
)
_TOO_MANY = "Под записью слишком много новых комментариев, всех не просмотреть. Откройте её в ОК и посмотрите."


def look_up_post(
    group: Group, act: Publish, *, since: datetime, remote_id: str, deadline: float, taken: frozenset[str]
) -> LookUp:
    if remote_id:
        return _by_id(group, act, remote_id, deadline)
    known = [topic for topic in recent(group, since - SKEW, deadline=deadline) if str(topic.get("id")) not in taken]
    for topic in topics(group, [str(topic["id"]) for topic in known], deadline=deadline):
        if _is_this(group, act, topic):
            number = str(topic["id"])
            return Found(number, group.topic_url(number), "нашли в группе по тексту, фото и времени")
    return CannotTell(_UNSEEN)


def _by_id(group: Group, act: Publish, remote_id: str, deadline: float) -> LookUp:
    try:
        found = [topic for topic in topics(group, [remote_id], deadline=deadline) if str(topic.get("id")) == remote_id]
    except NetworkError as error:
        if error.code != "ok_300":
            raise
        found = []
    if not found:
        return Absent()
    lacking = missing(sent(render(act.post)), shown_of(found[0]))
    return Found(remote_id, group.topic_url(remote_id), with_missing("ОК показал запись", lacking), lacking)


def recent(group: Group, since: datetime | None = None, *, deadline: float) -> list[Mapping[str, Any]]:
    """The newest topics in the statistics, with id, created_ms and comments."""
    params = {"gid": group.group_id, "fields": "ID,CREATED_MS,COMMENTS", "count": str(RECENT)}
    if since is not None:
        params["start_time"] = str(int(since.timestamp() * 1000))
    answer = group.call("group.getStatTopics", params, purpose=READING, deadline=deadline)
    if not isinstance(answer, Mapping):
        raise group.client.unexpected(READING)
    return [topic for topic in items(answer, "topics") if topic.get("id")]


def topics(group: Group, numbers: list[str], *, deadline: float) -> Iterator[Mapping[str, Any]]:
    if not numbers:
        return
    params = {"topic_ids": ",".join(numbers), "fields": FIELDS, "media_limit": BLOCKS}
    answer = group.call("mediatopic.getByIds", params, purpose=READING, deadline=deadline)
    if not isinstance(answer, Mapping):
        raise group.client.unexpected(READING)
    yield from items(answer, "media_topics")


def _is_this(group: Group, act: Publish, topic: Mapping[str, Any]) -> bool:
    return (
        group.is_author_of(topic)
        and canonical(text_of(topic)) == canonical(render(act.post).text)
        and photo_count(topic) == len(act.post.photos)
    )


def look_up_reply(
    group: Group, act: Reply, *, since: datetime, remote_id: str, deadline: float, taken: frozenset[str]
) -> LookUp:
    url = group.topic_url(act.post_id)
    if remote_id:
        gone = is_gone(group, act.post_id, remote_id, deadline=deadline)
        return Absent() if gone else Found(remote_id, url, "ОК показал ответ")
    wanted, unknown = canonical(render_reply(act.text).text), False
    for comment in newest(group, act.post_id, deadline=deadline):
        if comment is None:
            return CannotTell(_TOO_MANY)
        if moment(comment) < since - SKEW:
            break
        if str(comment.get("id")) in taken or not group.is_author_of(comment):
            continue
        answers = str(comment.get("reply_to_comment_id", "")) == act.comment_id
        if answers and canonical(str(comment.get("text", ""))) == wanted:
            return Found(str(comment["id"]), url, "нашли под записью по тексту и времени")
        unknown = True
    return CannotTell(UNKNOWN_REPLY) if unknown else Absent()


def look_up_deletion(group: Group, act: DeleteComment, *, deadline: float) -> LookUp:
    if not is_gone(group, act.post_id, act.comment_id, deadline=deadline):
        return Absent()
    return Found(act.comment_id, group.topic_url(act.post_id), "ОК показал, что комментария нет")

"""Edit, delete and read back topics.

A person pins: OK pins and unpins by the same call, and no answer tells which of the two happened.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from veche.networks.errors import EDITING, PINNING, WITHDRAWING, Purpose, by_hand, post_gone
from veche.networks.ok.client import as_json
from veche.networks.ok.group import Group, photo_count, shown_of, succeeded, text_of
from veche.networks.ok.lookup import topics
from veche.networks.ok.publish import attachment
from veche.networks.ok.refusals import TITLE
from veche.networks.ok.render import render
from veche.networks.protocol import (
    Absent,
    CannotTell,
    CommentMode,
    Done,
    Edit,
    Found,
    LookUp,
    NetworkError,
    Parts,
    Pin,
    PostNow,
    Unpin,
    Withdraw,
)
from veche.networks.text import canonical

_GONE = "ok_300"
# apiok.ru, mediatopic.getByIds: several at once; the number is not documented, a hundred as for users.
PAGE = 100
NO_PINNING = "закрепить и открепить тему можно только на сайте, по ключу сеть не говорит, что вышло"


def change(group: Group, act: Edit | Withdraw | Pin | Unpin, parts: Parts, *, deadline: float) -> Done:
    match act:
        case Edit():
            _edit(group, act, parts, deadline)
        case Withdraw():
            _withdraw(group, act, deadline)
        case Pin() | Unpin():
            raise by_hand(TITLE, NO_PINNING, PINNING)
    return Done(remote_id=act.post_id, url=group.topic_url(act.post_id))


def refuse_other_edit(act: Edit) -> None:
    """Refuse to edit a topic with files or a poll.

    The whole topic is replaced: a poll would lose its votes, a video its views.
    """
    if any(post.poll or post.files for post in (act.post, act.before)):
        raise by_hand(TITLE, "запись с видео или опросом правится только на сайте", EDITING)


def _edit(group: Group, act: Edit, parts: Parts, deadline: float) -> None:
    """Replace the whole topic."""
    refuse_other_edit(act)
    params = {"attachment": as_json(attachment(act.post, parts))}
    if not _call(group, "mediatopic.edit", act.post_id, params, EDITING, deadline):
        raise post_gone(TITLE)


def _withdraw(group: Group, act: Withdraw, deadline: float) -> None:
    """Delete a topic. One that does not exist counts as deleted."""
    _call(group, "mediatopic.deleteTopic", act.post_id, {}, WITHDRAWING, deadline)


def _call(
    group: Group, method: str, topic_id: str, params: Mapping[str, str], purpose: Purpose, deadline: float
) -> bool:
    """Call a method on a topic. False if the topic does not exist any more."""
    try:
        answer = group.call(method, {"topic_id": topic_id, **params}, purpose=purpose, deadline=deadline)
    except NetworkError as error:
        if error.code != _GONE:
            raise
        return False
    if not succeeded(answer) and answer != topic_id:
        raise group.client.unexpected(purpose)
    return True


def look_up(group: Group, act: Edit | Withdraw | Pin | Unpin, *, deadline: float) -> LookUp:
    if isinstance(act, Pin | Unpin):
        return CannotTell("ОК не показывает, какая тема закреплена. Откройте группу и посмотрите.")
    topic = _standing(group, [act.post_id], deadline).get(act.post_id)
    so = topic is None if isinstance(act, Withdraw) else topic is not None and _says(topic, act)
    return Found(act.post_id, group.topic_url(act.post_id), "ОК показал, что так и есть") if so else Absent()


def _says(topic: Mapping[str, Any], act: Edit) -> bool:
    wanted = render(act.post)
    return canonical(text_of(topic)) == canonical(wanted.text) and photo_count(topic) == len(wanted.photos)


def read_back(group: Group, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostNow]:
    there = _read(group, post_ids, deadline)
    return {number: _now(there.get(number)) for number in post_ids[:PAGE]}


def comment_modes(group: Group, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, CommentMode]:
    """Whether comments under topics are open, from `discussion_summary` (apiok.ru, mediatopic.getByIds)."""
    summaries = {number: topic.get("discussion_summary") for number, topic in _read(group, post_ids, deadline).items()}
    allowed = {number: one.get("commenting_allowed") for number, one in summaries.items() if isinstance(one, Mapping)}
    return {
        number: CommentMode.OPEN if is_open else CommentMode.CLOSED
        for number, is_open in allowed.items()
        if isinstance(is_open, bool)
    }


def _read(group: Group, post_ids: Sequence[str], deadline: float) -> dict[str, Mapping[str, Any]]:
    return _standing(group, list(post_ids[:PAGE]), deadline)


def _now(topic: Mapping[str, Any] | None) -> PostNow:
    if topic is None:
        return PostNow(stands=False)
    return PostNow(stands=True, text=text_of(topic), shown=shown_of(topic))


def _standing(group: Group, numbers: Sequence[str], deadline: float) -> dict[str, Mapping[str, Any]]:
    try:
        return {str(topic.get("id")): topic for topic in topics(group, list(numbers), deadline=deadline)}
    except NetworkError as error:
        if error.code != _GONE:
            raise
        return {}

"""Answers to private messages and their deletion, by the community's own key."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from veche.networks.errors import ANSWERING, DELETING_MESSAGE, READING
from veche.networks.protocol import (
    Absent,
    AnswerMessage,
    CannotTell,
    DeleteMessage,
    Done,
    Found,
    LookUp,
    NetworkError,
    Slot,
)
from veche.networks.vk.render import render_reply
from veche.networks.vk.wall import SKEW, Wall, items, moment

# dev.vk.com, messages.getHistory: at most 200 in one answer.
PAGE = 200
# The number of conversations read again when events were lost.
_CONVERSATIONS = 50
_NO_KEY = "Переписку VK показывает только ключу сообщества, а его нет. Откройте сообщения сообщества и посмотрите."
_TOO_MANY = "В этой беседе слишком много новых сообщений. Откройте её в VK и посмотрите, ушёл ли ответ."


def random_id(key: UUID) -> int:
    """The `random_id` of a message: VK sends a message with the same one only once. 32 bits, never 0, which disables
    the check.
    """
    return key.int % (2**31 - 1) + 1


def answer(wall: Wall, act: AnswerMessage, *, key: UUID, deadline: float) -> Done:
    rendered = render_reply(act.text)
    if rendered.problems:
        raise NetworkError(rendered.problems[0].sentence, permanent=True, code=rendered.problems[0].code)
    params: dict[str, str | int] = {"peer_id": act.peer_id, "random_id": random_id(key), "message": rendered.text}
    if act.message_id:
        params["reply_to"] = act.message_id
    number = wall.call(Slot.COMMUNITY, "messages.send", params, purpose=ANSWERING, deadline=deadline)
    if isinstance(number, bool) or not isinstance(number, int):
        raise wall.client.unexpected(ANSWERING)
    return Done(remote_id=str(number), proven=True)


def look_up(wall: Wall, act: AnswerMessage, *, key: UUID, since: datetime, deadline: float) -> LookUp:
    """Look up an answer by its `random_id`, so that two answers with the same text are not confused."""
    if not wall.client.has(Slot.COMMUNITY):
        return CannotTell(_NO_KEY)
    params: dict[str, str | int] = {"peer_id": act.peer_id, "count": PAGE}
    found = wall.call(Slot.COMMUNITY, "messages.getHistory", params, purpose=READING, deadline=deadline)
    if not isinstance(found, Mapping) or not isinstance(found.get("items"), list):
        raise wall.client.unexpected(READING)
    messages = items(found)
    for message in messages:
        if message.get("random_id") == random_id(key) and message.get("from_id") == wall.owner_id:
            return Found(str(message["id"]), how="нашли в беседе по нашей метке")
    return CannotTell(_TOO_MANY) if _goes_on(messages, since) else Absent()


def delete(wall: Wall, act: DeleteMessage, *, deadline: float) -> Done:
    """Delete a message from the community's side: VK deletes nobody else's message for all (error 924).

    A second deletion deletes nothing, so whether the message is gone is asked then.
    """
    params: dict[str, str | int] = {"message_ids": act.message_id}
    answer = wall.call(Slot.COMMUNITY, "messages.delete", params, purpose=DELETING_MESSAGE, deadline=deadline)
    if _says_deleted(answer, act.message_id):
        return Done(act.message_id, proven=True)
    if not isinstance(answer, list | Mapping):
        raise wall.client.unexpected(DELETING_MESSAGE)
    if _stands(wall, act, deadline=deadline):
        advice = f"VK не удалил сообщение. {DELETING_MESSAGE.kept}. Удалите его в «Сообщениях» сообщества."
        raise NetworkError(advice, permanent=True, code="vk_message_stays")
    return Done(act.message_id, proven=True)


def look_up_deletion(wall: Wall, act: DeleteMessage, *, deadline: float) -> LookUp:
    if not wall.client.has(Slot.COMMUNITY):
        return CannotTell(_NO_KEY)
    return Absent() if _stands(wall, act, deadline=deadline) else Found(act.message_id, how="в беседе его больше нет")


def _says_deleted(answer: Any, number: str) -> bool:
    """A list with a `response` for each message since 5.199, before that a mapping of ids to 1."""
    if isinstance(answer, Mapping):
        return answer.get(number) == 1
    found = [one for one in answer if isinstance(one, Mapping)] if isinstance(answer, list) else []
    return any(str(one.get("message_id")) == number and one.get("response") in (1, True) for one in found)


def _stands(wall: Wall, act: DeleteMessage, *, deadline: float) -> bool:
    """Whether the community's side still has the message: asked by its number, as a conversation may be long."""
    params: dict[str, str | int] = {"peer_id": act.peer_id, "start_message_id": act.message_id, "count": 1}
    answer = wall.call(Slot.COMMUNITY, "messages.getHistory", params, purpose=READING, deadline=deadline)
    if not isinstance(answer, Mapping) or not isinstance(answer.get("items"), list):
        raise wall.client.unexpected(READING)
    return any(str(message["id"]) == act.message_id for message in items(answer))


def conversations(wall: Wall, since: int, *, deadline: float) -> list[int]:
    """Ids of the newest conversations with messages since this second."""
    params: dict[str, str | int] = {"count": _CONVERSATIONS, "filter": "all"}
    answer = wall.call(Slot.COMMUNITY, "messages.getConversations", params, purpose=READING, deadline=deadline)
    newest = [one["last_message"] for one in items(answer) if isinstance(one.get("last_message"), Mapping)]
    return [int(last["peer_id"]) for last in newest if int(last.get("date", 0)) >= since]


def history(wall: Wall, peer: int, since: int, *, deadline: float) -> list[Mapping[str, Any]]:
    """Messages of one conversation since this second, oldest first, ours too.

    An edited message does not show its former text.
    """
    params: dict[str, str | int] = {"peer_id": peer, "count": PAGE}
    answer = wall.call(Slot.COMMUNITY, "messages.getHistory", params, purpose=READING, deadline=deadline)
    found = [message for message in items(answer) if int(message["date"]) >= since]
    return sorted(found, key=lambda message: int(message["id"]))


def _goes_on(messages: list[Mapping[str, Any]], since: datetime) -> bool:
    return len(messages) >= PAGE and moment(messages[-1]["date"]) >= since - SKEW

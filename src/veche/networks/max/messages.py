"""Dialogs with the bot: messages arrive as updates, answers are sent by `POST /messages?user_id=`."""

from collections.abc import Mapping
from typing import Any

from veche.networks.errors import ANSWERING, READING
from veche.networks.max.channel import Channel, mid_of
from veche.networks.max.client import part
from veche.networks.max.comments import NOT_FOUND
from veche.networks.max.render import render_reply
from veche.networks.protocol import Absent, AnswerMessage, CannotTell, Done, Found, LookUp, NetworkError

CLOSED = frozenset({"max_access.denied", "max_chat.denied", "max_403", *NOT_FOUND})
# dev.max.ru, DELETE /messages: in a dialog a bot deletes its own messages alone.
NO_DELETION = "В личной переписке MAX бот удаляет только свои сообщения."
_NO_ID = "MAX показывает боту переписку только по номеру сообщения, а он потерян. Спросите жителя или ответьте ещё раз."


def answer(channel: Channel, act: AnswerMessage, *, deadline: float) -> Done:
    """Send an answer. MAX has no idempotency key."""
    rendered = render_reply(act.text)
    if rendered.problems:
        raise NetworkError(rendered.problems[0].sentence, permanent=True, code=rendered.problems[0].code)
    body: dict[str, Any] = {"text": rendered.text}
    if act.message_id:
        body["link"] = {"type": "reply", "mid": act.message_id}
    query = {"user_id": act.peer_id}
    try:
        sent = channel.client.call("POST", "/messages", query=query, body=body, purpose=ANSWERING, deadline=deadline)
        return Done(mid_of(sent["message"]), proven=True)
    except NetworkError as error:
        raise (_not_wanted() if error.code in CLOSED else error) from None
    except (LookupError, TypeError):
        raise channel.client.unexpected(ANSWERING) from None


def _not_wanted() -> NetworkError:
    """The error for a person who has not started the bot or has stopped it; the key is not to blame."""
    advice = (
        f"Житель не даёт нашему боту писать ему в MAX. {ANSWERING.kept}. Ответьте ему другим путём: под записью "
        "или письмом."
    )
    return NetworkError(advice, permanent=True, code="max_not_wanted")


def look_up(channel: Channel, *, remote_id: str, deadline: float) -> LookUp:
    if not remote_id:
        return CannotTell(_NO_ID)
    try:
        message: Mapping[str, Any] = channel.client.call(
            "GET", f"/messages/{part(remote_id)}", purpose=READING, deadline=deadline
        )
    except NetworkError as error:
        if error.code not in NOT_FOUND:
            raise
        return Absent()
    try:
        return Found(mid_of(message), how="MAX показал ответ")
    except (LookupError, TypeError):
        raise channel.client.unexpected(READING) from None

"""Private messages to the bot, its answers and their deletion. A bot can write only to people who wrote to it first."""

from collections.abc import Mapping
from typing import Any

from veche.networks.errors import ANSWERING, DELETING_MESSAGE
from veche.networks.protocol import AnswerMessage, DeleteMessage, Done, NetworkError
from veche.networks.telegram.channel import Channel
from veche.networks.telegram.render import render_reply

NO_WORD = "Телеграм не отвечает боту, что стоит в личной переписке. Спросите жителя или ответьте ещё раз."

_TOO_LATE = (
    f"Телеграм удаляет личные сообщения только 48 часов, этому уже больше. {DELETING_MESSAGE.kept}. Снимите удаление и "
    "удалите ещё раз: закроем его у себя."
)


def answer(channel: Channel, act: AnswerMessage, *, deadline: float) -> Done:
    """Send an answer.

    There is no idempotency key. If the answered message was deleted, the answer is sent all the same.
    """
    rendered = render_reply(act.text)
    if rendered.problems:
        raise NetworkError(rendered.problems[0].sentence, permanent=True, code=rendered.problems[0].code)
    params: dict[str, Any] = {"chat_id": int(act.peer_id), "text": rendered.text}
    if act.message_id:
        params["reply_parameters"] = {"message_id": int(act.message_id), "allow_sending_without_reply": True}
    try:
        sent = channel.client.call("sendMessage", params, purpose=ANSWERING, deadline=deadline)
    except NetworkError as error:
        raise (_nobody() if error.code == "tg_not_found" else error) from None
    if not isinstance(sent, Mapping) or not isinstance(sent.get("message_id"), int):
        raise channel.client.unexpected(ANSWERING)
    return Done(str(sent["message_id"]), proven=True)


def delete(channel: Channel, act: DeleteMessage, *, deadline: float) -> Done:
    """Delete a resident's message for both sides. Telegram allows it for 48 hours."""
    params = {"chat_id": int(act.peer_id), "message_id": int(act.message_id)}
    try:
        answer = channel.client.call("deleteMessage", params, purpose=DELETING_MESSAGE, deadline=deadline)
    except NetworkError as error:
        if error.code == "tg_cannot_delete":
            raise NetworkError(_TOO_LATE, permanent=True, code=error.code) from None
        if error.code != "tg_already_deleted":
            raise
        answer = True
    if answer is not True:
        raise channel.client.unexpected(DELETING_MESSAGE)
    return Done(act.message_id, proven=True)


def _nobody() -> NetworkError:
    """The error for «chat not found» in a private chat: it is about the person, not about our channel."""
    advice = f"Телеграм не находит этого жителя. {ANSWERING.kept}. Ответьте ему другим путём: под записью или письмом."
    return NetworkError(advice, permanent=True, code="tg_not_wanted")

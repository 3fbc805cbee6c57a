"""Did it happen? A bot cannot read a channel; but it can ask to put the same words where its message stands.

«message is not modified» says that the message is there with these very words; a plain yes says so as well. The words
are the ones that were sent, and the question is asked soon after sending, so nothing is changed by it.
"""

from typing import Any

from veche.networks.errors import READING
from veche.networks.protocol import (
    Absent,
    Act,
    CannotTell,
    Found,
    LookUp,
    NetworkError,
    Publish,
    Reply,
)
from veche.networks.telegram.channel import Channel
from veche.networks.telegram.render import render, render_reply

_NO_ID = "Телеграм не отвечает боту, что стоит в канале. Откройте канал и посмотрите, вышла ли запись."
_NO_REPLY_ID = "Телеграм не отвечает боту, что стоит в группе. Откройте обсуждение и посмотрите, есть ли ответ."
_NO_QUESTION = "Телеграм не показывает боту удалённое. Удаление можно спокойно повторить."


def look_up(channel: Channel, act: Act, *, remote_id: str, deadline: float) -> LookUp:
    match act:
        case Publish(post):
            if not remote_id:
                return CannotTell(_NO_ID)
            words = _words(render(post).text, with_photos=bool(post.photos))
            return _stands(channel, channel.channel_id, remote_id, words, channel.post_url(remote_id), deadline)
        case Reply(post_id, _, text, _):
            if not remote_id or not channel.group_id:
                return CannotTell(_NO_REPLY_ID)
            words = _words(render_reply(text).text, with_photos=False)
            url = channel.comment_url(post_id, remote_id)
            return _stands(channel, channel.group_id, remote_id, words, url, deadline)
        case _:
            return CannotTell(_NO_QUESTION)


def _words(text: str, *, with_photos: bool) -> tuple[str, dict[str, Any]]:
    return ("editMessageCaption", {"caption": text}) if with_photos else ("editMessageText", {"text": text})


def _stands(
    channel: Channel, chat: str, message: str, words: tuple[str, dict[str, Any]], url: str, deadline: float
) -> LookUp:
    method, params = words
    params = {"chat_id": int(chat), "message_id": int(message), **params}
    try:
        channel.client.call(method, params, purpose=READING, deadline=deadline)
    except NetworkError as error:
        if error.code == "tg_no_message":
            return Absent()
        if error.code != "tg_not_modified":
            raise
    return Found(message, url, "Телеграм подтвердил, что сообщение стоит")

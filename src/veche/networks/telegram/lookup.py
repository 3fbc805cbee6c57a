"""Look up whether an act happened. A bot cannot read a channel, but can request an empty change of its own message.

editMessageReplyMarkup without buttons, where there are none, is answered «message is not modified» if the message
exists, and «message to edit not found» if not. Sending the text again would ask the same, but could undo a person's
correction made in the meantime.
"""

from veche.networks.errors import READING
from veche.networks.protocol import Absent, Act, AnswerMessage, CannotTell, Found, LookUp, NetworkError, Publish, Reply
from veche.networks.telegram.channel import Channel
from veche.networks.telegram.messages import NO_WORD

_NO_ID = "Телеграм не отвечает боту, что стоит в канале. Откройте канал и посмотрите, вышла ли запись."
_NO_GROUP = (
    "К каналу не привязана группа обсуждений, поэтому Телеграм не подтверждает записи. Откройте канал и посмотрите."
)
_NO_REPLY_ID = "Телеграм не отвечает боту, что стоит в группе. Откройте обсуждение и посмотрите, есть ли ответ."
_NO_QUESTION = "Телеграм не показывает боту удалённое. Удаление можно спокойно повторить."
_EXISTS = frozenset({"tg_not_modified", "tg_cannot_edit"})


def look_up(channel: Channel, act: Act, *, remote_id: str, deadline: float) -> LookUp:
    match act:
        case Publish():
            if not channel.group_id or not remote_id:
                return CannotTell(_NO_ID if channel.group_id else _NO_GROUP)
            return _stands(channel, channel.channel_id, remote_id, channel.post_url(remote_id), deadline)
        case Reply(post_id):
            if not remote_id or not channel.group_id:
                return CannotTell(_NO_REPLY_ID)
            return _stands(channel, channel.group_id, remote_id, channel.comment_url(post_id, remote_id), deadline)
        case AnswerMessage(peer_id):
            return _stands(channel, peer_id, remote_id, "", deadline) if remote_id else CannotTell(NO_WORD)
        case _:
            return CannotTell(_NO_QUESTION)


def _stands(channel: Channel, chat: str, message: str, url: str, deadline: float) -> LookUp:
    if not stands(channel, chat, message, deadline):
        return Absent()
    return Found(message, url, "Телеграм подтвердил, что сообщение стоит")


def stands(channel: Channel, chat: str, message: str, deadline: float) -> bool:
    params = {"chat_id": int(chat), "message_id": int(message)}
    try:
        channel.client.call("editMessageReplyMarkup", params, purpose=READING, deadline=deadline)
    except NetworkError as error:
        if error.code == "tg_no_message":
            return False
        if error.code not in _EXISTS:
            raise
    return True

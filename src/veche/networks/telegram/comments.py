"""Answer and delete comments in the discussion group. Telegram cannot restore them."""

from veche.networks.errors import DELETING, REPLYING, RESTORING, Purpose
from veche.networks.protocol import DeleteComment, Done, NetworkError, Reply
from veche.networks.telegram.channel import Channel
from veche.networks.telegram.render import render_reply

NO_RESTORE = "Телеграм не умеет возвращать удалённое. Текст комментария сохранён у нас."
NO_GROUP = "У канала нет группы обсуждений, комментариев в нём не бывает."


def reply(channel: Channel, act: Reply, *, deadline: float) -> Done:
    params = {
        "chat_id": group(channel, REPLYING),
        "text": render_reply(act.text).text,
        "reply_parameters": {"message_id": int(act.comment_id or act.thread_id)},
    }
    answer = channel.client.call("sendMessage", params, purpose=REPLYING, deadline=deadline)
    if not isinstance(answer, dict) or not isinstance(answer.get("message_id"), int):
        raise channel.client.unexpected(REPLYING)
    number = answer["message_id"]
    return Done(str(number), channel.comment_url(act.post_id, number), proven=True)


def delete(channel: Channel, act: DeleteComment, *, deadline: float) -> Done:
    params = {"chat_id": group(channel, DELETING), "message_id": int(act.comment_id)}
    try:
        answer = channel.client.call("deleteMessage", params, purpose=DELETING, deadline=deadline)
    except NetworkError as error:
        if error.code != "tg_already_deleted":
            raise
        answer = True
    if answer is not True:
        raise channel.client.unexpected(DELETING)
    return Done(act.comment_id, proven=True)


def cannot_restore() -> NetworkError:
    return NetworkError(f"{NO_RESTORE} {RESTORING.kept}.", permanent=True, code="cannot_restore")


def group(channel: Channel, purpose: Purpose) -> int:
    if not channel.group_id:
        raise NetworkError(
            f"{NO_GROUP} {purpose.kept}. Если группа есть, впишите её номер в «Аккаунтах».",
            permanent=True,
            code="no_group",
        )
    return int(channel.group_id)

"""What the bot may do in the channel and in its discussion group, asked from Telegram itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from veche.networks.errors import READING
from veche.networks.operations import FORMATS
from veche.networks.protocol import Ability, NetworkError, Operation, Slot, Verb
from veche.networks.telegram.channel import Channel, chat_id
from veche.networks.telegram.comments import NO_GROUP, NO_RESTORE
from veche.networks.telegram.figures import NO_FIGURES
from veche.networks.telegram.page import NO_COVER
from veche.networks.telegram.profile import NO_LIVE, PROFILE

_AUTO = Ability("auto", slot=Slot.BOT)
_POST_STEPS = (
    "Откройте канал в Телеграме.",
    "Вставьте текст, фото и файлы отсюда, опубликуйте.",
    "Вернитесь и отметьте «Сделано».",
)
_GROUP_STEPS = ("Откройте обсуждение в Телеграме.", "Найдите комментарий и сделайте нужное.", "Вернитесь и отметьте.")
_ADMINISTRATORS_STEPS = ("Откройте канал в Телеграме и посмотрите «Администраторы».",)
_NO_SEAT = "Бот не администратор канала, и Телеграм не говорит ему, кто им управляет. Сделайте его администратором."
_TO_RESTRICT = ("can_restrict_members", "блокировать участников группы обсуждений")
_NO_PROOF = (
    "У канала нет группы обсуждений, поэтому Телеграм не подтвердит, что запись вышла. Создайте её в настройках "
    "канала, сделайте бота её администратором и впишите её номер в «Аккаунтах»."
)
_ONLY_STANDS = (
    "Телеграм говорит боту, стоит ли запись, но не что в ней написано: чужую правку заметим, только если он пришлёт "
    "о ней событие."
)


@dataclass(frozen=True, slots=True)
class Seat:
    """The bot's place in a chat: `rights` is its ChatMember, or `why` it has none."""

    rights: Mapping[str, Any]
    why: str = ""

    def may(self, right: str) -> bool:
        return self.rights.get("status") == "administrator" and bool(self.rights.get(right))


def abilities(channel: Channel, *, deadline: float) -> Mapping[Operation, Ability]:
    bot = _call(channel, "getMe", {}, deadline)
    in_channel = _seat(channel, channel.channel_id, bot["id"], deadline)
    publish = _needs(in_channel, "can_post_messages", "публиковать в канале", _POST_STEPS)
    by_itself = (one for one in FORMATS if one not in PROFILE.beyond)
    return {
        **dict.fromkeys(by_itself, publish),
        **_in_group(channel, bot, deadline),
        Operation.RESTORE_COMMENT: Ability("absent", NO_RESTORE, Slot.BOT),
        **_after_publication(in_channel, publish),
        **_of_the_account(in_channel),
        **PROFILE.beyond,
    }


def _after_publication(seat: Seat, publish: Ability) -> dict[Operation, Ability]:
    """Its own posts a bot edits as long as it may post; it deletes them with either right (Bot API, deleteMessage)."""
    may_delete = seat.may("can_delete_messages") or seat.may("can_post_messages")
    delete = _needs(seat, "can_delete_messages", "удалять записи в канале", PROFILE.steps(Verb.WITHDRAW))
    return {
        Operation.EDIT: publish if publish.mode == "auto" else replace(publish, steps=PROFILE.steps(Verb.EDIT)),
        Operation.WITHDRAW: _AUTO if may_delete else delete,
        Operation.PIN: _needs(
            seat, "can_edit_messages", "закреплять в канале (право «изменение публикаций»)", PROFILE.steps(Verb.PIN)
        ),
        Operation.READ_BACK: Ability("auto", _ONLY_STANDS, Slot.BOT),
    }


def _of_the_account(seat: Seat) -> dict[Operation, Ability]:
    """Whoever writes to the bot is heard and answered whatever its rights. Telegram has no covers and no figures."""
    words, right = "менять профиль канала", "can_change_info"
    runs = _AUTO if seat.rights.get("status") == "administrator" else Ability("by_hand", seat.why or _NO_SEAT, Slot.BOT)
    return {
        Operation.READ_MESSAGES: _AUTO,
        Operation.ANSWER_MESSAGE: _AUTO,
        Operation.DESCRIBE: _needs(seat, right, words, PROFILE.steps(Verb.DESCRIBE)),
        Operation.SET_AVATAR: _needs(seat, right, words, PROFILE.steps(Verb.SET_AVATAR)),
        Operation.SET_COVER: Ability("absent", NO_COVER, Slot.BOT),
        Operation.STATISTICS: Ability("absent", NO_FIGURES, Slot.BOT),
        Operation.RUN_LIVE: NO_LIVE,
        Operation.READ_ADMINISTRATORS: replace(runs, steps=() if runs.mode == "auto" else _ADMINISTRATORS_STEPS),
    }


def _in_group(channel: Channel, bot: Mapping[str, Any], deadline: float) -> dict[Operation, Ability]:
    why = _no_group(channel, deadline)
    if why:
        missing = Ability("absent", NO_GROUP, Slot.BOT)
        return {
            Operation.PROVE: Ability("absent", why, Slot.BOT),
            Operation.READ_COMMENTS: missing,
            Operation.REPLY: missing,
            Operation.DELETE_COMMENT: missing,
            Operation.RESTRICT_AUTHOR: missing,
            Operation.RELEASE_AUTHOR: missing,
        }
    seat = _seat(channel, channel.group_id, bot["id"], deadline)
    hears = _hears(seat, bot)
    return {
        Operation.PROVE: hears if hears.mode == "auto" else Ability("absent", hears.why, Slot.BOT),
        Operation.READ_COMMENTS: hears,
        Operation.REPLY: hears,
        Operation.DELETE_COMMENT: _needs(seat, "can_delete_messages", "удалять в группе обсуждений", _GROUP_STEPS),
        Operation.RESTRICT_AUTHOR: _needs(seat, *_TO_RESTRICT, PROFILE.steps(Verb.RESTRICT_AUTHOR)),
        Operation.RELEASE_AUTHOR: _needs(seat, *_TO_RESTRICT, PROFILE.steps(Verb.RELEASE_AUTHOR)),
    }


def _no_group(channel: Channel, deadline: float) -> str:
    """Why there is no usable discussion group; "" if there is one."""
    chat = _call(channel, "getChat", {"chat_id": int(channel.channel_id)}, deadline)
    linked = chat_id({"id": chat.get("linked_chat_id")})
    if not linked:
        return _NO_PROOF
    if not channel.group_id:
        return f"У канала есть группа обсуждений {linked}, но в «Аккаунтах» её номера нет. Впишите его."
    if linked != channel.group_id:
        return f"Группа обсуждений канала {linked}, а в «Аккаунтах» вписана {channel.group_id}. Исправьте номер."
    return ""


def _hears(seat: Seat, bot: Mapping[str, Any]) -> Ability:
    """Administrators hear everything; other members only if the bot's privacy mode is off."""
    status = seat.rights.get("status")
    if status == "administrator" or (status == "member" and bot.get("can_read_all_group_messages")):
        return _AUTO
    why = seat.why or "Бот не администратор группы обсуждений и не слышит её. Сделайте его администратором."
    return Ability("by_hand", why, Slot.BOT, _GROUP_STEPS)


def _needs(seat: Seat, right: str, what: str, steps: tuple[str, ...]) -> Ability:
    if seat.may(right):
        return _AUTO
    why = seat.why or f"У бота нет права {what}. Дайте ему это право в настройках администраторов."
    return Ability("by_hand", why, Slot.BOT, steps)


def _seat(channel: Channel, chat: str, bot_id: int, deadline: float) -> Seat:
    try:
        return Seat(_call(channel, "getChatMember", {"chat_id": int(chat), "user_id": bot_id}, deadline))
    except NetworkError as error:
        if not error.permanent or error.code in {"tg_401", "tg_404"}:
            raise
        return Seat({}, error.advice)


def _call(channel: Channel, method: str, params: Mapping[str, Any], deadline: float) -> Mapping[str, Any]:
    answer = channel.client.call(method, params, purpose=READING, deadline=deadline)
    if not isinstance(answer, Mapping):
        raise channel.client.unexpected(READING)
    return answer

"""What the bot may do in the channel and in its discussion group, asked from Telegram."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from veche.networks.errors import READING
from veche.networks.operations import FORMATS
from veche.networks.protocol import Ability, NetworkError, Operation, Slot, Verb
from veche.networks.telegram.channel import Channel, chat_id
from veche.networks.telegram.comments import NO_GROUP, NO_RESTORE
from veche.networks.telegram.figures import NO_FIGURES
from veche.networks.telegram.own_posts import NO_LIST
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
_NOT_ADMIN = "Бот не администратор канала, и Телеграм не говорит ему, кто им управляет. Сделайте его администратором."
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
class BotMember:
    """The bot's member in a chat: `rights` is its ChatMember; `why` says why it has none."""

    rights: Mapping[str, Any]
    why: str = ""

    def may(self, right: str) -> bool:
        return self.rights.get("status") == "administrator" and bool(self.rights.get(right))


def abilities(channel: Channel, *, deadline: float) -> Mapping[Operation, Ability]:
    bot = _call(channel, "getMe", {}, deadline)
    in_channel = _member(channel, channel.channel_id, bot["id"], deadline)
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


def _after_publication(member: BotMember, publish: Ability) -> dict[Operation, Ability]:
    """Abilities after publication.

    A bot that may post edits its own posts; either right deletes them (Bot API, deleteMessage).
    """
    may_delete = member.may("can_delete_messages") or member.may("can_post_messages")
    delete = _needs(member, "can_delete_messages", "удалять записи в канале", PROFILE.steps(Verb.WITHDRAW))
    return {
        Operation.EDIT: publish if publish.mode == "auto" else replace(publish, steps=PROFILE.steps(Verb.EDIT)),
        Operation.WITHDRAW: _AUTO if may_delete else delete,
        Operation.PIN: _needs(
            member,
            "can_edit_messages",
            "закреплять в канале (право «изменение публикаций»)",
            PROFILE.steps(Verb.PIN),
        ),
        Operation.READ_BACK: Ability("auto", _ONLY_STANDS, Slot.BOT),
    }


def _of_the_account(member: BotMember) -> dict[Operation, Ability]:
    """Abilities of the account. Private messages need no rights. Telegram has no covers and no statistics."""
    words, right = "менять профиль канала", "can_change_info"
    runs = (
        _AUTO
        if member.rights.get("status") == "administrator"
        else Ability("by_hand", member.why or _NOT_ADMIN, Slot.BOT)
    )
    return {
        Operation.READ_MESSAGES: _AUTO,
        Operation.ANSWER_MESSAGE: _AUTO,
        Operation.DELETE_MESSAGE: _AUTO,
        Operation.DESCRIBE: _needs(member, right, words, PROFILE.steps(Verb.DESCRIBE)),
        Operation.SET_AVATAR: _needs(member, right, words, PROFILE.steps(Verb.SET_AVATAR)),
        Operation.SET_COVER: Ability("absent", NO_COVER, Slot.BOT),
        Operation.STATISTICS: Ability("absent", NO_FIGURES, Slot.BOT),
        Operation.LIST_POSTS: Ability("absent", NO_LIST, Slot.BOT),
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
            Operation.SET_COMMENT_MODE: missing,
        }
    member = _member(channel, channel.group_id, bot["id"], deadline)
    receives = _receives_group(member, bot)
    return {
        Operation.PROVE: receives if receives.mode == "auto" else Ability("absent", receives.why, Slot.BOT),
        Operation.READ_COMMENTS: receives,
        Operation.REPLY: receives,
        Operation.DELETE_COMMENT: _needs(member, "can_delete_messages", "удалять в группе обсуждений", _GROUP_STEPS),
        Operation.RESTRICT_AUTHOR: _needs(member, *_TO_RESTRICT, PROFILE.steps(Verb.RESTRICT_AUTHOR)),
        Operation.RELEASE_AUTHOR: _needs(member, *_TO_RESTRICT, PROFILE.steps(Verb.RELEASE_AUTHOR)),
        Operation.SET_COMMENT_MODE: _needs(member, *_TO_RESTRICT, PROFILE.steps(Verb.SET_COMMENT_MODE)),
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


def _receives_group(member: BotMember, bot: Mapping[str, Any]) -> Ability:
    """Whether the bot receives the group's messages: an administrator does, a member only with privacy mode off."""
    status = member.rights.get("status")
    if status == "administrator" or (status == "member" and bot.get("can_read_all_group_messages")):
        return _AUTO
    why = member.why or "Бот не администратор группы обсуждений и не слышит её. Сделайте его администратором."
    return Ability("by_hand", why, Slot.BOT, _GROUP_STEPS)


def _needs(member: BotMember, right: str, what: str, steps: tuple[str, ...]) -> Ability:
    if member.may(right):
        return _AUTO
    why = member.why or f"У бота нет права {what}. Дайте ему это право в настройках администраторов."
    return Ability("by_hand", why, Slot.BOT, steps)


def _member(channel: Channel, chat: str, bot_id: int, deadline: float) -> BotMember:
    try:
        return BotMember(_call(channel, "getChatMember", {"chat_id": int(chat), "user_id": bot_id}, deadline))
    except NetworkError as error:
        if not error.permanent or error.code in {"tg_401", "tg_404"}:
            raise
        return BotMember({}, error.advice)


def _call(channel: Channel, method: str, params: Mapping[str, Any], deadline: float) -> Mapping[str, Any]:
    answer = channel.client.call(method, params, purpose=READING, deadline=deadline)
    if not isinstance(answer, Mapping):
        raise channel.client.unexpected(READING)
    return answer

"""What the bot may do in the channel, by GET /chats/{id}/members/me."""

from collections.abc import Mapping

from veche.morphology.numerals import listed
from veche.networks.errors import READING
from veche.networks.max.authors import NO_BAN
from veche.networks.max.channel import Channel
from veche.networks.max.comments import NO_RESTORE
from veche.networks.max.messages import NO_DELETION
from veche.networks.max.page import NO_COVER
from veche.networks.max.profile import NO_LIVE, PROFILE
from veche.networks.max.publish import ABLE
from veche.networks.protocol import Ability, NetworkError, Operation, Slot, Verb

READ, WRITE, EDIT, DELETE, PIN = "read_all_messages", "write", "edit", "delete", "pin_message"
CHANGE = "change_chat_info"
# Former names, which MAX may still return (dev.max.ru, POST /chats/{chatId}/members/admins).
_FORMER = {"post_edit_delete_message": WRITE, "edit_message": EDIT, "delete_message": DELETE}
_TITLES = {
    READ: "читать все сообщения",
    WRITE: "писать посты и комментарии",
    EDIT: "редактировать посты",
    DELETE: "удалять посты и комментарии",
    PIN: "закреплять",
    CHANGE: "менять профиль канала",
}
_AUTO = Ability("auto", slot=Slot.BOT)

_POST_STEPS = (
    "Откройте канал в MAX и нажмите «Новый пост».",
    "Вставьте текст, фото и файлы отсюда, опубликуйте.",
    "Вернитесь и отметьте «Сделано».",
)
_COMMENT_STEPS = (
    "Откройте запись в MAX и найдите комментарий.",
    "Нажмите на него и выберите нужное.",
    "Вернитесь и отметьте «Сделано».",
)
_READ_STEPS = ("Откройте канал в MAX и прочитайте комментарии под записями.",)
_VIEWS_STEPS = ("Откройте запись в MAX: просмотры стоят под ней.",)
_ADMINISTRATORS_STEPS = ("Откройте канал в MAX и посмотрите «Администраторы».",)
_NO_SWITCH = "Бот MAX комментарии не включает и не выключает: это делает человек в настройках канала."
_NOT_THERE = frozenset({"max_access.denied", "max_chat.denied", "max_not.found", "max_403", "max_404"})


def abilities(channel: Channel, *, deadline: float) -> Mapping[Operation, Ability]:
    rights, why = _rights(channel, deadline)

    def needs(*wanted: str, steps: tuple[str, ...]) -> Ability:
        missing = [_TITLES[right] for right in wanted if right not in rights]
        if not missing:
            return Ability("auto", slot=Slot.BOT)
        said = why or f"У бота нет права {listed(missing)}. Дайте ему это право в настройках канала."
        return Ability("by_hand", said, Slot.BOT, steps)

    publish = needs(WRITE, steps=_POST_STEPS)
    proof = needs(READ, steps=())
    proof = proof if proof.mode == "auto" else Ability("absent", proof.why, Slot.BOT)
    return {
        **dict.fromkeys(ABLE, publish),
        Operation.PROVE: proof,
        Operation.READ_BACK: proof,
        Operation.LIST_POSTS: proof,
        Operation.READ_COMMENTS: needs(READ, steps=_READ_STEPS),
        Operation.REPLY: needs(READ, WRITE, steps=_COMMENT_STEPS),
        Operation.DELETE_COMMENT: needs(READ, DELETE, steps=_COMMENT_STEPS),
        Operation.EDIT: needs(READ, EDIT, steps=PROFILE.steps(Verb.EDIT)),
        Operation.WITHDRAW: needs(READ, DELETE, steps=PROFILE.steps(Verb.WITHDRAW)),
        Operation.PIN: needs(READ, PIN, steps=PROFILE.steps(Verb.PIN)),
        Operation.RESTORE_COMMENT: Ability("absent", NO_RESTORE, Slot.BOT),
        Operation.STATISTICS: proof if proof.mode == "auto" else Ability("by_hand", proof.why, Slot.BOT, _VIEWS_STEPS),
        Operation.DESCRIBE: needs(CHANGE, steps=PROFILE.steps(Verb.DESCRIBE)),
        Operation.SET_AVATAR: needs(CHANGE, steps=PROFILE.steps(Verb.SET_AVATAR)),
        Operation.READ_ADMINISTRATORS: Ability("by_hand", why, Slot.BOT, _ADMINISTRATORS_STEPS) if why else _AUTO,
        **_independent_of_rights(),
        **PROFILE.beyond,
    }


def _independent_of_rights() -> dict[Operation, Ability]:
    """Abilities that do not depend on rights: dialogs with the bot work, restricting authors and covers do not."""
    return {
        Operation.READ_MESSAGES: _AUTO,
        Operation.ANSWER_MESSAGE: _AUTO,
        Operation.DELETE_MESSAGE: Ability("absent", NO_DELETION, Slot.BOT),
        Operation.RESTRICT_AUTHOR: Ability("by_hand", NO_BAN, Slot.BOT, PROFILE.steps(Verb.RESTRICT_AUTHOR)),
        Operation.RELEASE_AUTHOR: Ability("by_hand", NO_BAN, Slot.BOT, PROFILE.steps(Verb.RELEASE_AUTHOR)),
        Operation.SET_COMMENT_MODE: Ability("by_hand", _NO_SWITCH, Slot.BOT, PROFILE.steps(Verb.SET_COMMENT_MODE)),
        Operation.SET_COVER: Ability("absent", NO_COVER, Slot.BOT),
        Operation.RUN_LIVE: NO_LIVE,
    }


def _rights(channel: Channel, deadline: float) -> tuple[frozenset[str], str]:
    """The bot's rights, and why there are none. A refused key raises, as it says nothing about rights."""
    try:
        member = channel.client.call("GET", f"{channel.path}/members/me", purpose=READING, deadline=deadline)
    except NetworkError as error:
        if error.code not in _NOT_THERE:
            raise
        return frozenset(), error.advice
    if member.get("is_owner") is True:
        return frozenset(_TITLES), ""
    if member.get("is_admin") is not True:
        return frozenset(), "Бот не администратор этого канала. Пусть владелец канала сделает его администратором."
    permissions = member.get("permissions")
    given = permissions if isinstance(permissions, list) else []
    return frozenset(_FORMER.get(right, right) for right in given if isinstance(right, str)), ""

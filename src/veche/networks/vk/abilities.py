"""What the present keys may do, asked from VK. Nothing is changed: an upload address is requested but not used."""

from collections.abc import Mapping

from veche.networks.errors import READING
from veche.networks.protocol import Ability, NetworkError, Operation, Slot, Verb
from veche.networks.vk.profile import PROFILE
from veche.networks.vk.rights import DOCS, MANAGE, MESSAGES, PHOTOS, STORIES, TITLES, WALL
from veche.networks.vk.wall import Wall

# groups.getById: admin_level 1 moderator, 2 editor, 3 administrator; a moderator may not post.
EDITOR = 2
_NO_EDITOR = (
    "Владелец ключа администратора больше не управляет этим сообществом. Верните ему права редактора или впишите ключ "
    "другого администратора."
)

_PHOTO_STEPS = (
    "Откройте сообщество в VK и нажмите «Создать запись».",
    "Вставьте текст, фото и файлы отсюда, опубликуйте.",
    "Вернитесь и отметьте «Сделано»: событие от VK подтвердит её.",
)
_STORY_STEPS = (
    "Откройте приложение VK, «История», выберите сообщество автором.",
    "Добавьте фото или видео отсюда, опубликуйте.",
    "Вернитесь и отметьте «Сделано».",
)
_POLL_STEPS = (
    "Откройте сообщество в VK, «Создать запись», «Опрос».",
    "Вставьте текст, вопрос и ответы отсюда, опубликуйте.",
    "Вернитесь и отметьте «Сделано»: событие от VK подтвердит её.",
)
_COMMENT_STEPS = (
    "Откройте запись в VK и найдите комментарий.",
    "Нажмите на нём «…» и выберите нужное.",
    "Вернитесь и отметьте «Сделано»: событие от VK подтвердит.",
)
_PLACE_STEPS = (
    "Откройте фото, видео или обсуждение по ссылке «Открыть в VK».",
    "Найдите комментарий и ответьте на него от имени сообщества.",
    "Отмечать не нужно: когда VK пришлёт ваш ответ, комментарий станет отвеченным.",
)
_NO_READING = (
    "Сверить записи со стеной VK можно только ключом администратора, а он не работает. Заглядывайте в сообщество сами."
)
_NO_LIST = (
    "Стену VK читает только ключ администратора. Без него о записи мимо Вече узнаём, если VK пришлёт о ней событие: "
    "пропущенное событие не вернуть."
)
_NO_FIGURES = "Просмотры и отметки VK показывает только ключу администратора. Смотрите их в сообществе."
_NO_ADMINISTRATORS = "Без ключа с правом управления VK не показывает, кто управляет сообществом. Смотрите там сами."


def abilities(wall: Wall, *, deadline: float) -> Mapping[Operation, Ability]:
    community = _community(wall, deadline)
    admin = _administrator(wall, deadline)
    own = wall.speaking_slot() is Slot.COMMUNITY
    speaks = community[WALL] if own else admin
    topics = community[MANAGE].mode == "auto"
    by_hand_photo = _by_hand(admin, _PHOTO_STEPS)
    by_hand_comment = _by_hand(admin, _COMMENT_STEPS)
    document = _by_hand(community[DOCS] if own else admin, _PHOTO_STEPS)
    return {
        Operation.PUBLISH_TEXT: _by_hand(speaks, _PHOTO_STEPS),
        Operation.PUBLISH_LINK: _by_hand(speaks, _PHOTO_STEPS),
        Operation.PUBLISH_ANIMATION: document,
        Operation.PUBLISH_DOCUMENT: document,
        Operation.PUBLISH_STORY: _by_hand(community[STORIES] if own else admin, _STORY_STEPS),
        Operation.PUBLISH_VIDEO: by_hand_photo,
        Operation.PUBLISH_POLL: _by_hand(admin, _POLL_STEPS),
        Operation.PUBLISH_PHOTO: by_hand_photo,
        Operation.PUBLISH_ALBUM: by_hand_photo,
        Operation.PROVE: _proof(community[MANAGE], admin),
        Operation.READ_COMMENTS: _by_hand(community[MANAGE], ("Откройте сообщество и прочитайте комментарии.",)),
        Operation.REPLY: _by_hand(speaks, _COMMENT_STEPS),
        Operation.REPLY_IN_PLACE: _by_hand(admin, _PLACE_STEPS),
        Operation.MODERATE_TOPICS: _by_hand(community[MANAGE] if topics else admin, _COMMENT_STEPS),
        Operation.DELETE_COMMENT: by_hand_comment,
        Operation.RESTORE_COMMENT: by_hand_comment,
        Operation.EDIT: _by_hand(admin, PROFILE.steps(Verb.EDIT)),
        Operation.WITHDRAW: _by_hand(admin, PROFILE.steps(Verb.WITHDRAW)),
        Operation.PIN: _by_hand(admin, PROFILE.steps(Verb.PIN)),
        Operation.READ_BACK: admin if admin.mode == "auto" else Ability("absent", _NO_READING, Slot.ADMIN),
        **_of_the_account(community, admin),
        **PROFILE.beyond,
    }


def _of_the_account(community: Mapping[int, Ability], admin: Ability) -> dict[Operation, Ability]:
    """Abilities other than posts. Where either key works, the community's is used."""
    manage = community[MANAGE] if community[MANAGE].mode == "auto" else admin
    cover = community[PHOTOS] if community[PHOTOS].mode == "auto" else admin
    messages = community[MESSAGES] if community[MANAGE].mode == "auto" else community[MANAGE]
    return {
        Operation.LIST_POSTS: admin if admin.mode == "auto" else Ability("absent", _NO_LIST, Slot.ADMIN),
        Operation.STATISTICS: admin if admin.mode == "auto" else Ability("absent", _NO_FIGURES, Slot.ADMIN),
        Operation.RESTRICT_AUTHOR: _by_hand(admin, PROFILE.steps(Verb.RESTRICT_AUTHOR)),
        Operation.RELEASE_AUTHOR: _by_hand(admin, PROFILE.steps(Verb.RELEASE_AUTHOR)),
        Operation.READ_MESSAGES: _by_hand(messages, ("Откройте сообщество в VK и прочитайте его «Сообщения».",)),
        Operation.ANSWER_MESSAGE: _by_hand(community[MESSAGES], PROFILE.steps(Verb.ANSWER_MESSAGE)),
        Operation.DELETE_MESSAGE: _by_hand(community[MESSAGES], PROFILE.steps(Verb.DELETE_MESSAGE)),
        Operation.DESCRIBE: _by_hand(manage, PROFILE.steps(Verb.DESCRIBE)),
        Operation.SET_AVATAR: _by_hand(admin, PROFILE.steps(Verb.SET_AVATAR)),
        Operation.SET_COVER: _by_hand(cover, PROFILE.steps(Verb.SET_COVER)),
        Operation.RUN_LIVE: _by_hand(admin, PROFILE.steps(Verb.START_LIVE)),
        Operation.SET_COMMENT_MODE: _by_hand(admin, PROFILE.steps(Verb.SET_COMMENT_MODE)),
        Operation.READ_ADMINISTRATORS: manage
        if manage.mode == "auto"
        else Ability("absent", _NO_ADMINISTRATORS, manage.slot),
    }


def _by_hand(ability: Ability, steps: tuple[str, ...]) -> Ability:
    return ability if ability.mode == "auto" else Ability("by_hand", ability.why, ability.slot, steps)


def _proof(events: Ability, admin: Ability) -> Ability:
    if admin.mode == "auto":
        return Ability("auto", "VK показывает запись ключу администратора.", Slot.ADMIN)
    if events.mode == "auto":
        return Ability("auto", "VK сообщает о записи событием; если оно потеряется, решит человек.", Slot.COMMUNITY)
    return Ability("absent", "Без ключа администратора и без событий VK не подтвердит, что запись вышла.")


def _community(wall: Wall, deadline: float) -> dict[int, Ability]:
    """Abilities by right of the community's key; without that key the administrator's is used."""
    if not wall.client.has(Slot.COMMUNITY):
        why = "Ключ сообщества не вписан."
        return dict.fromkeys(TITLES, Ability("absent", why, Slot.COMMUNITY))
    try:
        answer = wall.call(Slot.COMMUNITY, "groups.getTokenPermissions", {}, purpose=READING, deadline=deadline)
        mask = int(answer["mask"])
    except NetworkError as error:
        return dict.fromkeys(TITLES, _refused(error, Slot.COMMUNITY))
    except (LookupError, TypeError, ValueError):
        raise wall.client.unexpected(READING) from None
    return {
        right: Ability("auto", slot=Slot.COMMUNITY)
        if mask & right
        else Ability("absent", f"У ключа сообщества нет права «{title}». Создайте ключ с ним.", Slot.COMMUNITY)
        for right, title in TITLES.items()
    }


def _administrator(wall: Wall, deadline: float) -> Ability:
    """The administrator's ability: request an upload address, which keys of the wrong kind are refused (27, 1051)."""
    if not wall.client.has(Slot.ADMIN):
        why = "Ключ администратора не вписан, а ключу сообщества VK этого не даёт (отказ 27)."
        return Ability("absent", why, Slot.ADMIN)
    try:
        wall.call(Slot.ADMIN, "users.get", {}, purpose=READING, deadline=deadline)
        if not _manages(wall, deadline):
            return Ability("absent", _NO_EDITOR, Slot.ADMIN)
        wall.call(
            Slot.ADMIN,
            "photos.getWallUploadServer",
            {"group_id": wall.group_id},
            purpose=READING,
            deadline=deadline,
        )
    except NetworkError as error:
        return _refused(error, Slot.ADMIN)
    return Ability("auto", slot=Slot.ADMIN)


def _manages(wall: Wall, deadline: float) -> bool:
    """Whether the person manages the community. True if VK does not say: the next call tells."""
    params = {"group_id": wall.group_id}
    answer = wall.call(Slot.ADMIN, "groups.getById", params, purpose=READING, deadline=deadline)
    groups = answer.get("groups") if isinstance(answer, Mapping) else answer
    own = groups[0] if isinstance(groups, list) and groups and isinstance(groups[0], Mapping) else {}
    return own.get("is_admin", 1) == 1 and int(own.get("admin_level", EDITOR)) >= EDITOR


def _refused(error: NetworkError, slot: Slot) -> Ability:
    """The ability for a refusal. A temporary error is raised: it says nothing about rights."""
    if not error.permanent:
        raise error
    return Ability("absent", error.advice, slot)

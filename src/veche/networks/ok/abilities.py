"""What the present keys may do: OK is asked about each right and about the person's role in the group."""

from collections.abc import Mapping
from contextlib import suppress

from veche.networks.errors import READING, SLOT_NAMES
from veche.networks.ok.group import TOPIC, Group, items
from veche.networks.ok.post_changes import NO_PINNING
from veche.networks.ok.profile import NO_LIVE, PROFILE
from veche.networks.ok.rights import CONTENT, LASTING, PHOTOS, RIGHTS, VALUABLE, VIDEOS
from veche.networks.protocol import Ability, NetworkError, Operation, Slot, Verb

_MANAGERS = frozenset({"ADMIN", "MODERATOR"})
_NO_METHOD = "ok_3"

_POST_STEPS = (
    "Откройте группу в ОК и нажмите «Новая тема».",
    "Вставьте текст, фото и всё остальное отсюда, выберите «От имени группы», опубликуйте.",
    "Вернитесь сюда, вставьте ссылку на тему, если она есть, и нажмите «Сделано».",
)
_COMMENT_STEPS = (
    "Откройте тему в ОК и найдите комментарий.",
    "Нажмите на нём «…» и выберите нужное.",
    "Вернитесь и отметьте «Сделано».",
)
_READ_STEPS = ("Откройте группу в ОК и прочитайте комментарии.",)
_NEVER_RESTORES = "ОК удалённый комментарий не возвращает: ни по ключу, ни на сайте."
_NEVER_RELEASES = "По ключу ОК блокирует автора, а снять блокировку не даёт."
_NO_MESSAGES = "Личные сообщения ОК даёт только отдельному ключу бота, а мы работаем ключом администратора."
_MESSAGE_STEPS = ("Откройте группу в ОК и прочитайте её «Сообщения».",)
_MESSAGE_DELETION_STEPS = ("Откройте группу в ОК, её «Сообщения», и удалите это сообщение у группы.",)
_NEVER_DESCRIBES = "По ключу ОК описание группы не меняет."
_NEVER_CLOSES = "По ключу ОК не закрывает комментарии у темы, которая уже вышла."
_NEVER_COVERS = "По ключу ОК обложку группы не меняет."


def abilities(group: Group, *, deadline: float) -> Mapping[Operation, Ability]:
    rights = _KeyRights(group, deadline)
    publish = rights.to(VALUABLE, CONTENT)
    photo = rights.to(VALUABLE, CONTENT, PHOTOS)
    moderate = rights.to(VALUABLE)
    return {
        Operation.PUBLISH_TEXT: _by_hand(publish, _POST_STEPS),
        Operation.PUBLISH_LINK: _by_hand(publish, _POST_STEPS),
        Operation.PUBLISH_POLL: _by_hand(publish, _POST_STEPS),
        Operation.PUBLISH_VIDEO: _by_hand(rights.to(VALUABLE, CONTENT, VIDEOS), _POST_STEPS),
        Operation.PUBLISH_PHOTO: _by_hand(photo, _POST_STEPS),
        Operation.PUBLISH_ALBUM: _by_hand(photo, _POST_STEPS),
        Operation.PROVE: rights.to(VALUABLE),
        Operation.READ_COMMENTS: _by_hand(publish, _READ_STEPS),
        Operation.REPLY: _by_hand(rights.to_reply(moderate), _COMMENT_STEPS),
        Operation.DELETE_COMMENT: _by_hand(moderate, _COMMENT_STEPS),
        Operation.RESTORE_COMMENT: Ability("absent", _NEVER_RESTORES),
        Operation.EDIT: _by_hand(publish, PROFILE.steps(Verb.EDIT)),
        Operation.WITHDRAW: _by_hand(publish, PROFILE.steps(Verb.WITHDRAW)),
        Operation.PIN: Ability("by_hand", f"{NO_PINNING[0].upper()}{NO_PINNING[1:]}.", steps=PROFILE.steps(Verb.PIN)),
        Operation.READ_BACK: rights.to(VALUABLE),
        **_of_the_group(moderate, publish, photo),
        **PROFILE.beyond,
    }


def _of_the_group(moderate: Ability, publish: Ability, photo: Ability) -> dict[Operation, Ability]:
    """Abilities other than topics."""
    return {
        Operation.STATISTICS: publish,
        Operation.LIST_POSTS: publish,
        Operation.RESTRICT_AUTHOR: _by_hand(moderate, PROFILE.steps(Verb.RESTRICT_AUTHOR)),
        Operation.RELEASE_AUTHOR: Ability("by_hand", _NEVER_RELEASES, steps=PROFILE.steps(Verb.RELEASE_AUTHOR)),
        Operation.READ_MESSAGES: Ability("by_hand", _NO_MESSAGES, steps=_MESSAGE_STEPS),
        Operation.ANSWER_MESSAGE: Ability("by_hand", _NO_MESSAGES, steps=PROFILE.steps(Verb.ANSWER_MESSAGE)),
        Operation.DELETE_MESSAGE: Ability("by_hand", _NO_MESSAGES, steps=_MESSAGE_DELETION_STEPS),
        Operation.DESCRIBE: Ability("by_hand", _NEVER_DESCRIBES, steps=PROFILE.steps(Verb.DESCRIBE)),
        Operation.SET_AVATAR: _by_hand(photo, PROFILE.steps(Verb.SET_AVATAR)),
        Operation.SET_COMMENT_MODE: Ability("by_hand", _NEVER_CLOSES, steps=PROFILE.steps(Verb.SET_COMMENT_MODE)),
        Operation.SET_COVER: Ability("by_hand", _NEVER_COVERS, steps=PROFILE.steps(Verb.SET_COVER)),
        Operation.RUN_LIVE: NO_LIVE,
        Operation.READ_ADMINISTRATORS: moderate,
    }


def _by_hand(ability: Ability, steps: tuple[str, ...]) -> Ability:
    return ability if ability.mode == "auto" else Ability("by_hand", ability.why, ability.slot, steps)


class _KeyRights:
    """Rights of the keys, asked once. `refusal` applies to everything if no key works at all."""

    def __init__(self, group: Group, deadline: float) -> None:
        self._group = group
        self._deadline = deadline
        self._granted: frozenset[str] = frozenset()
        self._manages = False
        self._refusal = self._ask()

    def to(self, *rights: str) -> Ability:
        if self._refusal is not None:
            return self._refusal
        lacking = [right for right in rights if right not in self._granted]
        if lacking:
            why = f"У приложения нет права {', '.join(lacking)}. Попросите его у поддержки ОК и выпустите ключ заново."
            return Ability("absent", why, Slot.ADMIN)
        if not self._manages:
            return Ability("absent", "Владелец ключа не управляет этой группой. Сделайте его модератором.", Slot.ADMIN)
        return Ability("auto", slot=Slot.ADMIN)

    def to_reply(self, moderate: Ability) -> Ability:
        """Whether replies work. The method is no longer documented, so OK is asked without a text whether it exists."""
        if moderate.mode != "auto":
            return moderate
        try:
            self._call("discussions.addDiscussionComment", {"entityType": TOPIC})
        except NetworkError as error:
            if not error.permanent:
                raise
            if error.code == _NO_METHOD:
                return Ability("absent", "ОК больше не принимает ответы по ключу. Отвечайте на сайте.", Slot.ADMIN)
        return moderate

    def _ask(self) -> Ability | None:
        missing = self._group.client.missing()
        if missing is not None:
            return Ability("absent", f"Не вписан {SLOT_NAMES[missing]}.", missing)
        try:
            user = self._call("users.getCurrentUser", {"fields": "uid"})
            self._granted = frozenset(right for right in RIGHTS if self._has(right))
            self._manages = VALUABLE in self._granted and self._is_manager(user)
        except NetworkError as error:
            if not error.permanent:
                raise
            return Ability("absent", error.advice, error.key_slot or Slot.ADMIN)
        self._keep_alive()
        return None

    def _has(self, right: str) -> bool:
        return self._call("users.hasAppPermission", {"ext_perm": right}) is True

    def _is_manager(self, user: object) -> bool:
        uid = str(user.get("uid", "")) if isinstance(user, Mapping) else ""
        if not uid:
            raise self._group.client.unexpected(READING)
        found = self._call("group.getUserGroupsByIds", {"group_id": self._group.group_id, "uids": uid})
        return any(one.get("status") in _MANAGERS for one in items({"users": found}, "users"))

    def _keep_alive(self) -> None:
        """Use the key: a long-lived one expires thirty days after its last use, and the nightly check is that use."""
        if LASTING in self._granted:
            with suppress(NetworkError):
                self._call("auth.touchSession", {})

    def _call(self, method: str, params: Mapping[str, str]) -> object:
        return self._group.call(method, params, purpose=READING, deadline=self._deadline)

"""Rows of «Паспорт ключа»: abilities of one group are merged while they are equal; those that need a person come
first."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from veche.accounts.enums import KeySlot
from veche.networks.profile import KeyName
from veche.networks.protocol import Operation, Slot

type Words = str

THANKS_TO: dict[str, Words] = {
    KeySlot.COMMUNITY: "хватает ключа сообщества",
    KeySlot.ADMIN: "есть ключ администратора",
    KeySlot.BOT: "хватает ключа бота",
    KeySlot.APPLICATION: "есть ключ приложения",
    KeySlot.SECRET: "есть секретный ключ",
}
# In the order of a day's work; the words of a group are said when all of it stands alike.
GROUPS: tuple[tuple[Words, Mapping[Operation, Words]], ...] = (
    (
        "Записи с текстом, фото, ссылкой, анимацией",
        {
            Operation.PUBLISH_TEXT: "Запись с текстом",
            Operation.PUBLISH_PHOTO: "Запись с фото",
            Operation.PUBLISH_ALBUM: "Несколько фото сразу",
            Operation.PUBLISH_LINK: "Ссылка с карточкой",
            Operation.PUBLISH_ANIMATION: "Анимация",
        },
    ),
    (
        "Видео, документы, опросы",
        {
            Operation.PUBLISH_VIDEO: "Видео",
            Operation.PUBLISH_DOCUMENT: "Документ",
            Operation.PUBLISH_POLL: "Опрос",
        },
    ),
    (
        "Истории и эфиры",
        {
            Operation.PUBLISH_STORY: "История",
            Operation.PUBLISH_LIVE: "Прямой эфир",
            Operation.RUN_LIVE: "Начинать и заканчивать эфир",
        },
    ),
    (
        "Доказывать, что вышла, и сверять",
        {
            Operation.PROVE: "Доказать, что вышла",
            Operation.READ_BACK: "Сверять, что стоит в сети",
            Operation.LIST_POSTS: "Замечать записи мимо Вече",
        },
    ),
    (
        "Исправлять, снимать, закреплять записи",
        {
            Operation.EDIT: "Исправлять вышедшее",
            Operation.WITHDRAW: "Снимать с публикации",
            Operation.PIN: "Закреплять",
        },
    ),
    (
        "Читать комментарии и отвечать",
        {Operation.READ_COMMENTS: "Читать комментарии", Operation.REPLY: "Отвечать"},
    ),
    (
        "Удалять и возвращать комментарии",
        {
            Operation.DELETE_COMMENT: "Удалять комментарии",
            Operation.RESTORE_COMMENT: "Возвращать комментарии",
        },
    ),
    (
        "Отвечать под фото и видео, вести обсуждения",
        {
            Operation.REPLY_IN_PLACE: "Отвечать под фото и видео и в обсуждениях",
            Operation.MODERATE_TOPICS: "Удалять и возвращать в обсуждениях",
        },
    ),
    ("Закрывать и открывать комментарии", {Operation.SET_COMMENT_MODE: "Закрывать и открывать комментарии"}),
    (
        "Ограничивать авторов",
        {
            Operation.RESTRICT_AUTHOR: "Ограничивать автора",
            Operation.RELEASE_AUTHOR: "Снимать ограничение",
        },
    ),
    (
        "Личные сообщения",
        {
            Operation.READ_MESSAGES: "Читать личные сообщения",
            Operation.ANSWER_MESSAGE: "Отвечать на личные сообщения",
            Operation.DELETE_MESSAGE: "Удалять незаконные личные сообщения",
        },
    ),
    (
        "Описание, аватар и обложка",
        {
            Operation.DESCRIBE: "Менять описание страницы",
            Operation.SET_AVATAR: "Менять аватар",
            Operation.SET_COVER: "Менять обложку",
        },
    ),
    (
        "Просмотры и кто управляет страницей",
        {
            Operation.STATISTICS: "Считать просмотры и отклики",
            Operation.READ_ADMINISTRATORS: "Видеть, кто управляет страницей",
        },
    ),
)
_NEW_KEY = "нужен новый ключ"
_FIRST = ("by_hand", "waits_key", "absent", "auto")


@dataclass(frozen=True, slots=True)
class CapabilityRow:
    """One row of «паспорт ключа»; `face` names one of `web.faces`."""

    what: Words
    face: str
    why: str
    steps: tuple[str, ...]


def capability_rows(
    known: Mapping[str, Any], *, refusals: Collection[str] = (), names: Mapping[Slot, KeyName] = MappingProxyType({})
) -> list[CapabilityRow]:
    """The rows. `known` as `Passport.abilities`; `refusals`: reasons shown beside the keys, so not in each row.

    `names`: the network's own words for its keys.
    """
    thanks = THANKS_TO | {slot: f"хватает {key.genitive}" for slot, key in names.items()}
    found = [row for words, operations in GROUPS for row in _rows(words, operations, known, refusals, thanks)]
    return sorted(found, key=lambda row: _FIRST.index(row.face))


def _rows(
    together: Words,
    operations: Mapping[Operation, Words],
    known: Mapping[str, Any],
    refusals: Collection[str],
    thanks: Mapping[str, Words],
) -> Iterator[CapabilityRow]:
    said = {name: _said(known[name], refusals, thanks) for name in operations if name in known}
    there = [CapabilityRow(operations[name], *one) for name, one in said.items()]
    alike: dict[tuple[str, str, tuple[str, ...]], list[CapabilityRow]] = {}
    for row in there:
        # What goes by itself is one row whichever key it owes it to; what asks for hands has its own reason and steps.
        alike.setdefault((row.face, "" if row.face == "auto" else row.why, row.steps), []).append(row)
    for (face, _why, steps), rows in alike.items():
        what = together if len(rows) == len(there) > 1 else _joined([row.what for row in rows])
        yield CapabilityRow(what, face, "; ".join(dict.fromkeys(row.why.rstrip(".") for row in rows if row.why)), steps)


def _said(
    ability: Mapping[str, Any], refusals: Collection[str], thanks: Mapping[str, Words]
) -> tuple[str, str, tuple[str, ...]]:
    if ability["why"] and ability["why"] in refusals:
        face = "waits_key" if ability["mode"] == "absent" else ability["mode"]
        return face, str(_NEW_KEY), tuple(ability["steps"])
    why = ability["why"] or thanks.get(ability["slot"] or "", "")
    return ability["mode"], why, tuple(ability["steps"])


def _joined(words: list[Words]) -> str:
    """«Видео, документ»."""
    return ", ".join(str(one) for one in words).capitalize()

"""Steps for a person in the network's own application, where a key or the network cannot do the act.

A network whose buttons have other names has its own steps (`NetworkProfile.by_hand`).
"""

from collections.abc import Mapping
from typing import Final

from veche.networks.protocol import Ability, Operation, Verb

DONE: Final = "Вернитесь сюда и нажмите «Сделано»."
OPEN: Final = "Откройте запись по ссылке «Открыть в сети»."

USUAL: Final[Mapping[Verb, tuple[str, ...]]] = {
    Verb.PUBLISH: (
        "Откройте страницу в сети и начните новую запись.",
        "Вставьте текст и фото отсюда, опубликуйте.",
        DONE,
    ),
    Verb.EDIT: (OPEN, "Выберите «Редактировать», вставьте новый текст и фото отсюда, сохраните.", DONE),
    Verb.WITHDRAW: (OPEN, "Выберите «Удалить» и подтвердите.", DONE),
    Verb.PIN: (OPEN, "Выберите «Закрепить».", DONE),
    Verb.UNPIN: (OPEN, "Выберите «Открепить».", DONE),
    Verb.RESTRICT_AUTHOR: (
        "Откройте комментарий этого человека в сети.",
        "Нажмите на нём «…» и «Заблокировать»; где спросят, выберите срок отсюда.",
        DONE,
    ),
    Verb.RELEASE_AUTHOR: (
        "Откройте страницу в сети, «Управление», список заблокированных.",
        "Найдите этого человека и разблокируйте.",
        DONE,
    ),
    Verb.ANSWER_MESSAGE: (
        "Откройте сообщения страницы в сети.",
        "Найдите беседу, вставьте ответ из «Входящих».",
        DONE,
    ),
    Verb.DESCRIBE: ("Откройте страницу в сети, «Управление».", "Вставьте описание отсюда, сохраните.", DONE),
    Verb.SET_AVATAR: ("Откройте страницу в сети, «Управление».", "Замените главное фото на это, сохраните.", DONE),
    Verb.SET_COVER: ("Откройте страницу в сети, «Управление».", "Замените обложку на эту, сохраните.", DONE),
}
# Of a comment on a post. An answer to a comment has no card: it is given up or sent again.
ON_POST: Final = (
    "Откройте эту запись на странице в сети.",
    "Вставьте комментарий отсюда и отправьте от имени страницы.",
    DONE,
)
# For a live stream that only a person can start.
LIVE: Final = (
    "За день: объявите эфир записью, назначьте ведущего и того, кто читает вопросы.",
    "За полчаса: проверьте звук, свет и связь пробным эфиром.",
    "Начните эфир в приложении сети от имени страницы.",
    "После эфира: сохраните запись и опубликуйте ссылку на неё.",
)

# Of networks where comments stand under posts alone.
ONLY_POSTS: Final[Mapping[Operation, Ability]] = dict.fromkeys(
    (Operation.REPLY_IN_PLACE, Operation.MODERATE_TOPICS), Ability("absent", "Здесь комментируют только записи.")
)


def only_by_person(why: str, *steps: str) -> Ability:
    """The ability for a format that no key can publish, with the steps for a person."""
    return Ability(
        "by_hand", why, steps=(*steps, "Вернитесь сюда, вставьте ссылку, если она есть, и нажмите «Сделано».")
    )

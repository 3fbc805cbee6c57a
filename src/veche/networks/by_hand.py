"""What a person does in a network's own application where a key or the network cannot: the steps of a card."""

from collections.abc import Mapping
from typing import Final

from veche.networks.protocol import Verb

_DONE = "Вернитесь сюда и нажмите «Сделано»."
_OPEN = "Откройте запись по ссылке «Открыть в сети»."

# Where a network is not named, its application calls the buttons as most do.
_USUAL: Final[Mapping[Verb, tuple[str, ...]]] = {
    Verb.PUBLISH: (
        "Откройте страницу в сети и начните новую запись.",
        "Вставьте текст и фото отсюда, опубликуйте.",
        _DONE,
    ),
    Verb.EDIT: (_OPEN, "Выберите «Редактировать», вставьте новый текст и фото отсюда, сохраните.", _DONE),
    Verb.WITHDRAW: (_OPEN, "Выберите «Удалить» и подтвердите.", _DONE),
    Verb.PIN: (_OPEN, "Выберите «Закрепить».", _DONE),
    Verb.UNPIN: (_OPEN, "Выберите «Открепить».", _DONE),
}
_OWN: Final[Mapping[str, Mapping[Verb, tuple[str, ...]]]] = {
    "vk": {
        Verb.EDIT: (_OPEN, "Нажмите «…» справа вверху, «Редактировать», вставьте текст отсюда и сохраните.", _DONE),
        Verb.WITHDRAW: (_OPEN, "Нажмите «…» справа вверху и «Удалить запись».", _DONE),
        Verb.PIN: (_OPEN, "Нажмите «…» справа вверху и «Закрепить».", _DONE),
        Verb.UNPIN: (_OPEN, "Нажмите «…» справа вверху и «Открепить».", _DONE),
    },
    "telegram": {
        Verb.EDIT: (_OPEN, "Задержите на ней палец (или правая кнопка), «Изменить», вставьте текст отсюда.", _DONE),
        Verb.WITHDRAW: (
            _OPEN,
            "Задержите на ней палец (или правая кнопка) и «Удалить», альбом целиком.",
            _DONE,
        ),
        Verb.PIN: (_OPEN, "Задержите на ней палец (или правая кнопка) и «Закрепить».", _DONE),
        Verb.UNPIN: (_OPEN, "Задержите на ней палец (или правая кнопка) и «Открепить».", _DONE),
    },
}


def steps(network: str, verb: Verb) -> tuple[str, ...]:
    """Russian, in order; () for what a person never does by hand."""
    return _OWN.get(network, {}).get(verb) or _USUAL.get(verb, ())

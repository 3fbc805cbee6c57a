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
    Verb.RESTRICT_AUTHOR: (
        "Откройте комментарий этого человека в сети.",
        "Нажмите на нём «…» и «Заблокировать»; где спросят, выберите срок отсюда.",
        _DONE,
    ),
    Verb.RELEASE_AUTHOR: (
        "Откройте страницу в сети, «Управление», список заблокированных.",
        "Найдите этого человека и разблокируйте.",
        _DONE,
    ),
    Verb.ANSWER_MESSAGE: (
        "Откройте сообщения страницы в сети.",
        "Найдите беседу, вставьте ответ из «Входящих».",
        _DONE,
    ),
    Verb.DESCRIBE: ("Откройте страницу в сети, «Управление».", "Вставьте описание отсюда, сохраните.", _DONE),
    Verb.SET_AVATAR: ("Откройте страницу в сети, «Управление».", "Замените главное фото на это, сохраните.", _DONE),
    Verb.SET_COVER: ("Откройте страницу в сети, «Управление».", "Замените обложку на эту, сохраните.", _DONE),
}
_OWN: Final[Mapping[str, Mapping[Verb, tuple[str, ...]]]] = {
    "vk": {
        Verb.EDIT: (_OPEN, "Нажмите «…» справа вверху, «Редактировать», вставьте текст отсюда и сохраните.", _DONE),
        Verb.WITHDRAW: (_OPEN, "Нажмите «…» справа вверху и «Удалить запись».", _DONE),
        Verb.PIN: (_OPEN, "Нажмите «…» справа вверху и «Закрепить».", _DONE),
        Verb.UNPIN: (_OPEN, "Нажмите «…» справа вверху и «Открепить».", _DONE),
        Verb.RESTRICT_AUTHOR: (
            "Откройте сообщество в VK: «Управление», «Участники», «Чёрный список», «Добавить в чёрный список».",
            "Вставьте страницу человека, выберите срок и причину отсюда.",
            _DONE,
        ),
        Verb.RELEASE_AUTHOR: (
            "Откройте сообщество в VK: «Управление», «Участники», «Чёрный список».",
            "Найдите человека и нажмите «Удалить из списка».",
            _DONE,
        ),
        Verb.ANSWER_MESSAGE: (
            "Откройте сообщество в VK и его «Сообщения».",
            "Найдите беседу, вставьте ответ из «Входящих» и отправьте.",
            _DONE,
        ),
        Verb.DESCRIBE: (
            "Откройте сообщество в VK: «Управление», «Настройки», «Основная информация».",
            "Вставьте описание отсюда и сохраните.",
            _DONE,
        ),
        Verb.SET_AVATAR: (
            "Откройте сообщество в VK, наведите на главное фото, «Обновить фотографию».",
            "Загрузите фото отсюда, выберите область и сохраните.",
            _DONE,
        ),
        Verb.SET_COVER: (
            "Откройте сообщество в VK: «Управление», «Настройки», «Обложка».",
            "Загрузите обложку отсюда и сохраните.",
            _DONE,
        ),
        Verb.START_LIVE: (
            "Откройте сообщество в VK, «Видео», «Начать трансляцию».",
            "Вставьте название отсюда; адрес и ключ из окна трансляции впишите в программу эфира.",
            _DONE,
        ),
        Verb.STOP_LIVE: (
            "Остановите поток в программе эфира.",
            "Откройте трансляцию в VK и нажмите «Завершить».",
            _DONE,
        ),
    },
    "ok": {
        Verb.RESTRICT_AUTHOR: (
            "Откройте тему в ОК и найдите комментарий этого человека.",
            "Нажмите на нём «Удалить» и отметьте «Заблокировать автора». Срока в ОК нет.",
            _DONE,
        ),
        Verb.RELEASE_AUTHOR: (
            "Откройте группу в ОК: «Управление», «Участники», «Чёрный список».",
            "Найдите человека и нажмите «Разблокировать».",
            _DONE,
        ),
        Verb.ANSWER_MESSAGE: (
            "Откройте группу в ОК и её «Сообщения».",
            "Найдите беседу, вставьте ответ из «Входящих» и отправьте.",
            _DONE,
        ),
        Verb.DESCRIBE: (
            "Откройте группу в ОК: «Управление», «Настройки».",
            "Вставьте описание отсюда и сохраните.",
            _DONE,
        ),
        Verb.SET_AVATAR: (
            "Откройте группу в ОК, наведите на главное фото, «Сменить фото».",
            "Загрузите фото отсюда и сохраните.",
            _DONE,
        ),
        Verb.SET_COVER: (
            "Откройте группу в ОК, наведите на обложку, «Изменить обложку».",
            "Загрузите обложку отсюда и сохраните.",
            _DONE,
        ),
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

# Where an author's own page stands; Telegram and MAX have no address for a number.
_AUTHOR_PAGES: Final[Mapping[str, str]] = {"vk": "https://vk.com/id{}", "ok": "https://ok.ru/profile/{}"}


def author_page(network: str, author_id: str) -> str:
    """Address of the author's page in the network; "" where a number has none. VK numbers communities below zero."""
    if network == "vk" and author_id.startswith("-"):
        return f"https://vk.com/club{author_id[1:]}"
    return _AUTHOR_PAGES[network].format(author_id) if network in _AUTHOR_PAGES and author_id.isdigit() else ""


def steps(network: str, verb: Verb) -> tuple[str, ...]:
    """Russian, in order; () for what a person never does by hand."""
    return _OWN.get(network, {}).get(verb) or _USUAL.get(verb, ())

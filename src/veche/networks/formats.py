"""The formats of clause 2.2 as operations: what a post asks of a network, and what a network itself has no call for.

Keys come on top of it: `Network.abilities` begins with `beyond` and adds what its keys may do.
"""

from collections.abc import Mapping
from typing import Final

from veche.networks.errors import Purpose, by_hand
from veche.networks.protocol import Ability, FileKind, Operation, OutgoingPost

_OF_KIND: Final[Mapping[FileKind, Operation]] = {
    FileKind.VIDEO: Operation.PUBLISH_VIDEO,
    FileKind.ANIMATION: Operation.PUBLISH_ANIMATION,
    FileKind.DOCUMENT: Operation.PUBLISH_DOCUMENT,
}
# In the order in which a person wants to read about them; each is one row of «паспорт ключа».
FORMATS: Final = (
    Operation.PUBLISH_TEXT,
    Operation.PUBLISH_PHOTO,
    Operation.PUBLISH_ALBUM,
    Operation.PUBLISH_LINK,
    Operation.PUBLISH_ANIMATION,
    Operation.PUBLISH_VIDEO,
    Operation.PUBLISH_DOCUMENT,
    Operation.PUBLISH_POLL,
    Operation.PUBLISH_STORY,
    Operation.PUBLISH_LIVE,
)


def operations_of(post: OutgoingPost) -> tuple[Operation, ...]:
    """All that a key must be able to do for this post to go out by itself; a plain text asks for the least."""
    if post.story:
        return (Operation.PUBLISH_STORY,)
    wanted = [Operation.PUBLISH_POLL] if post.poll else []
    wanted += [Operation.PUBLISH_LINK] if post.link else []
    wanted += [_OF_KIND[kind] for kind in FileKind if any(file.kind is kind for file in post.files)]
    if post.photos:
        wanted.append(Operation.PUBLISH_PHOTO if len(post.photos) == 1 else Operation.PUBLISH_ALBUM)
    return tuple(wanted) or (Operation.PUBLISH_TEXT,)


def refuse_other(post: OutgoingPost, able: frozenset[Operation], *, network: str, purpose: Purpose) -> None:
    """Raises where a part of the post would be left out: a post without its poll is another post."""
    if not able.issuperset(operations_of(post)):
        raise by_hand(network, "такую запись через нас не отправить", purpose)


def beyond(slug: str) -> Mapping[Operation, Ability]:
    """What no key makes this network do through us: by hand with steps, or absent. The rest depends on keys."""
    return _BEYOND.get(slug, {})


def _by_hand(why: str, *steps: str) -> Ability:
    return Ability(
        "by_hand", why, steps=(*steps, "Вернитесь сюда, вставьте ссылку, если она есть, и нажмите «Сделано».")
    )


_LIVE_STEPS = (
    "За день: объявите эфир записью, назначьте ведущего и того, кто читает вопросы.",
    "За полчаса: проверьте звук, свет и связь пробным эфиром.",
    "Начните эфир в приложении сети от имени страницы.",
    "После эфира: сохраните запись и опубликуйте ссылку на неё.",
)
NO_LIVE: Final[Mapping[str, Ability]] = {
    "ok": _by_hand("По ключу ОК эфир не начать: его начинает и заканчивает человек в приложении.", *_LIVE_STEPS),
    "telegram": _by_hand("Эфир в канале Телеграма начинает и заканчивает только человек.", *_LIVE_STEPS),
    "max": Ability("absent", "В MAX прямых эфиров у каналов нет."),
}
_BEYOND: Final[Mapping[str, Mapping[Operation, Ability]]] = {
    "vk": {
        Operation.PUBLISH_LIVE: _by_hand(
            "Эфир ведёт человек: мы готовим объявление и список дел, начинаем и заканчиваем его по кнопке.",
            *_LIVE_STEPS,
        ),
    },
    "ok": {
        Operation.PUBLISH_ANIMATION: _by_hand(
            "По ключу ОК не принимает анимацию.",
            "Откройте группу в ОК, «Новая тема», «Видео», выберите анимацию отсюда.",
            "Вставьте текст отсюда, выберите «От имени группы», опубликуйте.",
        ),
        Operation.PUBLISH_DOCUMENT: Ability("absent", "ОК не принимает файлы в записи группы. Дайте ссылку на файл."),
        Operation.PUBLISH_STORY: _by_hand(
            "По ключу ОК историй не принимает.",
            "Откройте приложение ОК, «Момент», добавьте фото или видео отсюда, опубликуйте.",
        ),
        Operation.PUBLISH_LIVE: _by_hand("Эфир ведёт человек: мы готовим объявление и список дел.", *_LIVE_STEPS),
    },
    "telegram": {
        Operation.PUBLISH_STORY: _by_hand(
            "Историю в канале Телеграма публикует только человек, бот не может.",
            "Откройте канал в Телеграме, «История», добавьте фото или видео отсюда, опубликуйте.",
        ),
        Operation.PUBLISH_LIVE: _by_hand("Эфир в канале Телеграма начинает только человек.", *_LIVE_STEPS),
    },
    "max": {
        Operation.PUBLISH_POLL: _by_hand(
            "У ботов MAX нет опросов.",
            "Откройте канал в MAX и нажмите «Новый пост».",
            "Создайте опрос с вопросом и ответами отсюда; если опросов в вашем приложении нет, перечислите ответы "
            "текстом и попросите ставить реакции.",
            "Опубликуйте.",
        ),
        Operation.PUBLISH_STORY: Ability("absent", "В MAX историй у каналов нет."),
        Operation.PUBLISH_LIVE: Ability(
            "absent", "В MAX прямых эфиров у каналов нет. Дайте ссылку на эфир в другой сети."
        ),
    },
}

"""What goes with a video, a cover and subtitles, where the network's API has no place for it: a person's steps.

Nobody has confirmed these buttons to us; applications move them, so each step says what to look for.
"""

from collections.abc import Mapping
from typing import Final

from veche.networks.protocol import FileKind, MediaFile, OutgoingPost

# Bot API 8.3, sendVideo and InputMediaVideo: `cover`.
TAKES_COVER: Final = frozenset({"telegram"})
_COVER: Final[Mapping[str, str]] = {
    "vk": "Видео «{name}»: откройте его в VK, «Редактировать», «Обложка», загрузите обложку отсюда.",
    "ok": "Видео «{name}»: откройте его в ОК, «Изменить», «Обложка», загрузите обложку отсюда.",
    "max": "Видео «{name}»: обложку MAX берёт из самого видео, отдельной не принимает. Делать ничего не нужно.",
}
_SUBTITLES: Final[Mapping[str, str]] = {
    "vk": "Видео «{name}»: откройте его в VK, «Редактировать», «Субтитры», загрузите файл субтитров отсюда.",
    "ok": "Видео «{name}»: откройте его в ОК, «Изменить», «Субтитры», загрузите файл отсюда; если такого раздела нет, "
    "дайте расшифровку первым комментарием.",
    "telegram": "Видео «{name}»: отдельных субтитров в Телеграме нет. Дайте расшифровку первым комментарием.",
    "max": "Видео «{name}»: отдельных субтитров в MAX нет. Дайте расшифровку первым комментарием.",
}


def left_to_person(network: str, post: OutgoingPost) -> tuple[str, ...]:
    """Russian, one step for each cover and each file of subtitles that does not go along by itself."""
    return tuple(step for file in post.files if file.kind is FileKind.VIDEO for step in _steps(network, file))


def _steps(network: str, file: MediaFile) -> list[str]:
    found = []
    if file.subtitles is not None:
        found.append(_SUBTITLES[network].format(name=file.name))
    if file.cover is not None and network not in TAKES_COVER:
        found.append(_COVER[network].format(name=file.name))
    return found

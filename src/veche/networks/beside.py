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


def cover_part(number: int) -> str:
    """The name of the part that says that the cover of this file went along (VK): then its value is `PUT_ON`."""
    return f"file{number}.cover"


PUT_ON: Final = "put on"


def left_to_person(network: str, post: OutgoingPost, parts: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Russian, one step for each cover and each file of subtitles that did not go along by itself.

    `parts`: what was made for the post; without them nothing went along that a network takes by a call of its own.
    """
    made = parts or {}
    videos = [(number, file) for number, file in enumerate(post.files) if file.kind is FileKind.VIDEO]
    return tuple(
        step
        for number, file in videos
        for step in _steps(network, file, covered=made.get(cover_part(number)) == PUT_ON)
    )


def _steps(network: str, file: MediaFile, *, covered: bool) -> list[str]:
    found = []
    if file.subtitles is not None:
        found.append(_SUBTITLES[network].format(name=file.name))
    if file.cover is not None and network not in TAKES_COVER and not covered:
        found.append(_COVER[network].format(name=file.name))
    return found

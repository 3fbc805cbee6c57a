"""How an account's page may look: the numbers of each network, each with its source. Russian words for a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from veche.kernel.files import MEGABYTE
from veche.networks.max import page as max_
from veche.networks.telegram import page as telegram


@dataclass(frozen=True, slots=True)
class PictureSize:
    """In points and bytes. `ratio`: narrowest and widest, width to height. `advice`: Russian, what looks well."""

    width: int
    height: int
    most_sides: int
    most_bytes: int
    ratio: tuple[float, float]
    advice: str


@dataclass(frozen=True, slots=True)
class PageLimits:
    """`description` in characters; `by_utf16`: an emoji counts for two. `cover` None: the network has none."""

    description: int
    avatar: PictureSize
    cover: PictureSize | None = None
    by_utf16: bool = False


_SQUARE: Final = "Лучше квадрат от 400 × 400: в ленте его обрежут до круга."
_WIDE: Final = "Лучше 1920 × 768: на телефоне края обрежутся, главное держите посередине."

LIMITS: Final[Mapping[str, PageLimits]] = {
    # groups.edit names no length: as long as a comment is ours. dev.vk.com, «Загрузка главной фотографии»: 200 × 200,
    # 0.25–3, 14 000 of both sides, 50 MB. The cover's crop must be at least 911 wide (answer of the API; the documented
    # 795 × 200 is out of date); its height and its weight are the documented ones.
    "vk": PageLimits(
        description=4_096,
        avatar=PictureSize(200, 200, 14_000, 50 * MEGABYTE, (0.25, 3.0), _SQUARE),
        cover=PictureSize(911, 200, 14_000, 50 * MEGABYTE, (1.5, 6.0), _WIDE),
    ),
    # No method for a description or a cover, and no number: a person does it. Those of VK are kept.
    "ok": PageLimits(
        description=4_096,
        avatar=PictureSize(200, 200, 14_000, 10 * MEGABYTE, (0.25, 3.0), _SQUARE),
        cover=PictureSize(911, 200, 14_000, 10 * MEGABYTE, (1.5, 6.0), _WIDE),
    ),
    # core.telegram.org/bots/api: setChatDescription 0–255. Of setChatPhoto no number is given: those of sendPhoto, and
    # the 160 points that the server asks of both sides (PHOTO_CROP_SIZE_SMALL).
    "telegram": PageLimits(
        description=telegram.LONGEST_DESCRIPTION,
        avatar=PictureSize(160, 160, 10_000, 10 * MEGABYTE, (0.05, 20.0), _SQUARE),
        by_utf16=True,
    ),
    # dev.max.ru, PATCH /chats/{chatId}: description up to 16 000; an image as for POST /uploads. No cover.
    "max": PageLimits(
        description=max_.LONGEST_DESCRIPTION,
        avatar=PictureSize(200, 200, 2 * 7_680, 50 * MEGABYTE, (0.25, 3.0), _SQUARE),
        by_utf16=True,
    ),
}


def length_of(network: str, text: str) -> int:
    return len(text.encode("utf-16-le")) // 2 if LIMITS[network].by_utf16 else len(text)


def description_problem(network: str, text: str) -> str:
    """ "" or one sentence."""
    most, length = LIMITS[network].description, length_of(network, text)
    if length <= most:
        return ""
    return f"Здесь {length} знаков, а сеть берёт {most}. Сократите на {length - most}."


def picture_problem(size: PictureSize, *, width: int, height: int, weight: int) -> str:
    """ "" or one sentence; `weight` in bytes of the stored picture."""
    narrowest, widest = size.ratio
    if width < size.width or height < size.height:
        return f"Картинка {width} × {height}, а сети нужно не меньше {size.width} × {size.height}. Возьмите крупнее."
    if width + height > size.most_sides:
        return f"Картинка {width} × {height}: стороны вместе больше {size.most_sides}. Уменьшите её."
    if weight > size.most_bytes:
        return f"Картинка тяжелее {size.most_bytes // MEGABYTE} МБ. Уменьшите её."
    if not narrowest <= width / height <= widest:
        return f"Картинка {width} × {height} слишком вытянута. {size.advice}"
    return ""

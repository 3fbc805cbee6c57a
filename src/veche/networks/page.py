"""Limits of an account's page in one network, and the problems found by them."""

from dataclasses import dataclass
from typing import Final

from veche.kernel.files import MEGABYTE
from veche.networks.text import utf16_length


@dataclass(frozen=True, slots=True)
class PictureSize:
    """Limits of a picture in pixels and bytes.

    `ratio`: narrowest and widest, width to height. `advice`: Russian, what looks good.
    """

    width: int
    height: int
    most_sides: int
    most_bytes: int
    ratio: tuple[float, float]
    advice: str


@dataclass(frozen=True, slots=True)
class PageLimits:
    """Limits of a page.

    `description`: characters; `by_utf16`: an emoji counts as two. `cover` None: the network has none.
    """

    description: int
    avatar: PictureSize
    cover: PictureSize | None = None
    by_utf16: bool = False


SQUARE: Final = "Лучше квадрат от 400 × 400: в ленте его обрежут до круга."
WIDE: Final = "Лучше 1920 × 768: на телефоне края обрежутся, главное держите посередине."


def description_problem(limits: PageLimits, text: str) -> str:
    """What is wrong with a description: "" or one sentence."""
    most, length = limits.description, utf16_length(text) if limits.by_utf16 else len(text)
    if length <= most:
        return ""
    return f"Здесь {length} знаков, а сеть берёт {most}. Сократите на {length - most}."


def picture_problem(size: PictureSize, *, width: int, height: int, weight: int) -> str:
    """What is wrong with a picture: "" or one sentence. `weight`: bytes of the stored picture."""
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

"""How an account's page may look: numbers of one network, and what is wrong by them."""

from dataclasses import dataclass
from typing import Final

from veche.kernel.files import MEGABYTE
from veche.networks.text import utf16_length


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


SQUARE: Final = "Лучше квадрат от 400 × 400: в ленте его обрежут до круга."
WIDE: Final = "Лучше 1920 × 768: на телефоне края обрежутся, главное держите посередине."


def description_problem(limits: PageLimits, text: str) -> str:
    """ "" or one sentence."""
    most, length = limits.description, utf16_length(text) if limits.by_utf16 else len(text)
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

"""Check by its bytes whether VK would accept a picture.

Limits of wall photos (dev.vk.com, «Загрузка фотографий на стену»): JPG, PNG or GIF, at most 50 MB, width plus height at
most 14000 px, ratio at most 1:20.
"""

import io
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

MOST_BYTES = 50 * 1024 * 1024
MOST_PIXELS_TOGETHER = 14_000
WIDEST = 20
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif"}


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    mime: str
    width: int
    height: int


def read_picture(data: bytes) -> Picture | None:
    """The picture; None if VK would refuse the file."""
    if not data or len(data) > MOST_BYTES:
        return None
    head = _head(data)
    if head is None or not _fits(head.width, head.height) or not _whole(data):
        return None
    return head


def _head(data: bytes) -> Picture | None:
    """Format and size from the header alone, so that a decompression bomb is refused before decoding."""
    try:
        with Image.open(io.BytesIO(data), formats=tuple(FORMATS)) as image:
            return Picture(data, FORMATS[image.format or ""], image.width, image.height)
    except (*BOMBS, UnidentifiedImageError, OSError, ValueError, KeyError):
        return None


def _fits(width: int, height: int) -> bool:
    shorter, longer = sorted((width, height))
    return shorter > 0 and longer <= shorter * WIDEST and width + height <= MOST_PIXELS_TOGETHER


def _whole(data: bytes) -> bool:
    """Whether the file is intact. A JPEG is decoded at an eighth of its size, which suffices to notice damage."""
    try:
        with Image.open(io.BytesIO(data), formats=tuple(FORMATS)) as image:
            image.draft("RGB", (1, 1))
            image.load()
    except (*BOMBS, OSError, ValueError, SyntaxError):
        return False
    return True

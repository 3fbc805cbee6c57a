"""Sizes in which VK shows pictures: letters with their longest side."""

import io
from dataclasses import dataclass

from PIL import Image

LONGEST = {"s": 75, "m": 130, "x": 604, "y": 807, "z": 1280, "w": 2560}


@dataclass(frozen=True, slots=True)
class Size:
    letter: str
    width: int
    height: int


def sizes_of(width: int, height: int) -> list[Size]:
    """The smaller sizes and the first that is not smaller than the picture; pictures are never enlarged."""
    found = []
    for letter, longest in LONGEST.items():
        found.append(_scaled(letter, width, height, longest))
        if longest >= max(width, height):
            break
    return found


def _scaled(letter: str, width: int, height: int, longest: int) -> Size:
    factor = min(1.0, longest / max(width, height))
    return Size(letter, max(1, round(width * factor)), max(1, round(height * factor)))


def scale(body: bytes, letter: str) -> bytes:
    """The picture as JPEG, as VK serves any upload: the bytes are never those sent."""
    with Image.open(io.BytesIO(body)) as image:
        size = _scaled(letter, image.width, image.height, LONGEST[letter])
        image.draft("RGB", (size.width, size.height))
        out = io.BytesIO()
        image.convert("RGB").resize((size.width, size.height)).save(out, "JPEG", quality=87)
        return out.getvalue()

"""Whether two pictures are the same. Networks scale and compress pictures, so bytes cannot be compared."""

import io

from PIL import Image, ImageChops, ImageStat

from veche.kernel.decoding import MOST_PIXELS, turn

_SIDE = 32
# Mean difference per colour channel, of 255: strong JPEG compression stays below, another photo is far above.
_MOST_APART = 12.0
_RATIO_APART = 0.03
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")

type Box = tuple[int, int, int, int]


def alike(one: bytes, other: bytes, *, box: Box | None = None) -> bool:
    """Whether the pictures are alike; False if one is no picture.

    `box`: compare this part of `one`: (left, top, right, bottom).
    """
    try:
        with turn(None, patience=None), _opened(one) as first, _opened(other) as second:
            return _alike(first.crop(box) if box else first, second)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False


def alike_or_squared(one: bytes, other: bytes) -> bool:
    """Whether `other` shows `one` whole or its central square, as many networks crop an avatar."""
    try:
        with _opened(one) as image:
            width, height = image.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    return alike(one, other) or alike(one, other, box=(left, top, left + side, top + side))


def _opened(content: bytes) -> Image.Image:
    """Open a picture. Raises ValueError for more pixels than we decode: no picture of ours has so many."""
    image = Image.open(io.BytesIO(content), formats=_FORMATS)
    if image.width * image.height > MOST_PIXELS:
        raise ValueError("too many pixels")
    return image


def _alike(first: Image.Image, second: Image.Image) -> bool:
    ratios = [image.width / image.height for image in (first, second)]
    if abs(ratios[0] - ratios[1]) > _RATIO_APART * max(ratios):
        return False
    small = [image.convert("RGB").resize((_SIDE, _SIDE)) for image in (first, second)]
    return max(ImageStat.Stat(ImageChops.difference(*small)).mean) <= _MOST_APART

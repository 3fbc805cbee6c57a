"""Is it the same picture? Networks scale and press what they are given, so bytes never tell."""

import io

from PIL import Image, ImageChops, ImageStat

from veche.kernel.decoding import MOST_PIXELS, turn

_SIDE = 32
# Of 255, for each colour on average: what a strong JPEG changes stays below, another photo is far above.
_MOST_APART = 12.0
_RATIO_APART = 0.03
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")

type Box = tuple[int, int, int, int]


def alike(one: bytes, other: bytes, *, box: Box | None = None) -> bool:
    """`box`: the part of `one` that was asked for, (left, top, right, bottom). False for what is no picture."""
    try:
        with turn(None, patience=None), _opened(one) as first, _opened(other) as second:
            return _alike(first.crop(box) if box else first, second)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False


def alike_or_squared(one: bytes, other: bytes) -> bool:
    """As it is, or the square in the middle of `one`, which is what many networks show of an avatar."""
    try:
        with _opened(one) as image:
            width, height = image.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    return alike(one, other) or alike(one, other, box=(left, top, left + side, top + side))


def _opened(content: bytes) -> Image.Image:
    """Raises ValueError for more points than we decode: nothing of ours has so many."""
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

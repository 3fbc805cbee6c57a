"""Distinguishable pictures, in the outbox's media folder."""

import hashlib
import io
import random
from pathlib import Path

from django.conf import settings
from PIL import Image

from veche.kernel.media import file_path
from veche.kernel.uploads import picture_path
from veche.networks.protocol import FileKind, MediaFile, Photo

# Wide enough for a cover of VK, and three to one as shown there.
WIDTH, HEIGHT = 1200, 400
TILES = (6, 2)
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"


def photo(words: str) -> Photo:
    """A picture of these words, recognisable after scaling and compression; equal words give equal pictures."""
    body = _drawn(words)
    sha256 = hashlib.sha256(body).hexdigest()
    path = picture_path(Path(settings.MEDIA_ROOT), sha256, "image/png")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return Photo(path, "image/png", alt=words, sha256=sha256)


def film(words: str) -> MediaFile:
    """The smallest file that passes for an MP4; equal words give equal files."""
    body = MP4 + words.encode() + bytes(2000)
    sha256 = hashlib.sha256(body).hexdigest()
    path = file_path(Path(settings.MEDIA_ROOT), sha256, "video/mp4")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return MediaFile(
        path, FileKind.VIDEO, "video/mp4", "каток.mp4", sha256, len(body), width=1280, height=720, seconds=12.0
    )


def _drawn(words: str) -> bytes:
    dice, out = random.Random(words), io.BytesIO()
    colours = bytes(dice.choice((0, 128, 255)) for _ in range(3 * TILES[0] * TILES[1]))
    Image.frombytes("RGB", TILES, colours).resize((WIDTH, HEIGHT), Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()

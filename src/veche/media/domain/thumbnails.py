"""Small copies of pictures for screens."""

from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image

from veche.kernel.decoding import PATIENCE_SECONDS, TooManyWait, turn
from veche.kernel.files import write_atomically
from veche.kernel.media import file_path
from veche.kernel.uploads import picture_path
from veche.media.enums import MediaKind
from veche.media.models import Media

# Twice the width of the widest preview, for screens with dense dots.
SIDE = 960
# The same of the smallest pictures in lists.
LIST_SIDE = 240


def original(media: Media) -> Path:
    root = Path(settings.MEDIA_ROOT)
    if media.kind == MediaKind.PHOTO:
        return picture_path(root, media.sha256, media.mime)
    return file_path(root, media.sha256, media.mime)


def poster(media: Media) -> Path:
    """The path of a video's first frame."""
    return Path(settings.MEDIA_ROOT) / "small" / media.sha256[:2] / f"{media.sha256}.jpg"


def thumbnail(media: Media) -> Path:
    """A JPEG of at most 960 × 960, created on first use.

    The original if no copy can be written or too many pictures are being decoded.
    """
    small = poster(media)
    if media.kind != MediaKind.PHOTO:
        return small
    if max(media.width, media.height) <= SIDE:
        return original(media)
    if not small.is_file():
        try:
            _draw(original(media), small)
        except (OSError, TooManyWait):
            return original(media)
    return small


def list_thumbnail(media: Media) -> Path:
    """As `thumbnail`, of at most 240 × 240."""
    if media.kind == MediaKind.PHOTO and max(media.width, media.height) <= LIST_SIDE:
        return original(media)
    large = poster(media)
    tiny = large.with_name(f"{media.sha256}-{LIST_SIDE}.jpg")
    source = original(media) if media.kind == MediaKind.PHOTO else large
    if not tiny.is_file():
        try:
            _draw(source, tiny, LIST_SIDE)
        except (OSError, TooManyWait):
            return thumbnail(media)
    return tiny


def _draw(path: Path, small: Path, side: int = SIDE) -> None:
    with turn(Path(settings.MEDIA_ROOT), patience=PATIENCE_SECONDS):
        if not small.is_file():  # another request may have drawn it meanwhile
            write_atomically(small, _drawn(path, side), mode=0o640)


def _drawn(path: Path, side: int) -> bytes:
    with Image.open(path) as image:
        image.draft("RGB", (side, side))
        image.thumbnail((side, side))
        copy = BytesIO()
        _on_white(image).save(copy, "JPEG", quality=82)
    return copy.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    """Draw on white, as JPEG has no transparency and networks do the same."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground

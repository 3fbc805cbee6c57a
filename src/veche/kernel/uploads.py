"""Accept pictures: check, redraw, store under the hash of the content.

A stored picture is made from pixels only, so metadata (EXIF with the place of shooting, comments, a script behind the
last byte) is dropped. Only JPEG and PNG are stored: every network takes these two. `keep_bytes` is the opposite: a
resident's file is stored unchanged, as evidence.
"""

import errno
import hashlib
import re
import struct
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Protocol

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from veche.kernel import decoding
from veche.kernel.decoding import MOST_PIXELS, TooManyWait, turn
from veche.kernel.files import write_atomically

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}
_PICTURE_ENDINGS = frozenset({"", ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".webp"})
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
_TITLES = {"JPEG": "JPEG", "PNG": "PNG", "GIF": "GIF", "WEBP": "WebP"}
_SHA256 = re.compile(r"[0-9a-f]{64}")
FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# What Pillow's decoders raise on damaged files; OSError is their usual one, a warning becomes one under -W error.
_DAMAGED = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    AttributeError,
    struct.error,
    MemoryError,
    Warning,
)


class UploadRefused(Exception):
    """The file was not accepted; the message is one Russian sentence for the person who sent it."""


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """`max_bytes` of the file as sent; `max_pixels`: width × height, checked before decoding."""

    max_bytes: int = 20 * 1024 * 1024
    max_pixels: int = MOST_PIXELS
    formats: frozenset[str] = frozenset(_FORMATS)


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored picture; `sha256` and `size` (bytes) are of the stored file, `name` is for showing only."""

    sha256: str
    name: str
    mime: str
    width: int
    height: int
    size: int

    def path(self, root: Path) -> Path:
        return picture_path(root, self.sha256, self.mime)


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes stored unchanged; `mime` is guessed by the first bytes, `application/octet-stream` if unknown."""

    sha256: str
    mime: str
    size: int

    def path(self, root: Path) -> Path:
        return kept_path(root, self.sha256)


def take_picture(source: Readable | bytes, *, name: str, root: Path, limits: Limits | None = None) -> Picture:
    """Check, redraw and store a picture under `root`. Raises `UploadRefused`; then nothing was stored."""
    limits = limits or Limits()
    shown = shown_name(name)
    sent = _read(source, shown, limits.max_bytes)
    ending = PurePosixPath(shown).suffix.lower()
    if ending not in _PICTURE_ENDINGS:
        raise _misnamed(shown, ending, sniff(sent), limits)
    with _turn(shown, root):
        image = _decoded(sent, shown, limits)
        content, mime = _encoded(image, photographic=sniff(sent) in {"image/jpeg", "image/webp"})
    picture = Picture(_digest(content), shown, mime, image.width, image.height, len(content))
    _store(picture.path(root), content, shown)
    return picture


def keep_bytes(source: Readable | bytes, *, name: str, root: Path, max_bytes: int) -> Kept:
    """Store bytes unchanged, never decoded. Raises `UploadRefused`."""
    shown = shown_name(name)
    content = _read(source, shown, max_bytes)
    kept = Kept(_digest(content), sniff(content), len(content))
    _store(kept.path(root), content, shown)
    return kept


def picture_path(root: Path, sha256: str, mime: str) -> Path:
    return root / "pictures" / _checked(sha256)[:2] / f"{sha256}.{EXTENSIONS[mime]}"


def kept_path(root: Path, sha256: str) -> Path:
    return root / "kept" / _checked(sha256)[:2] / sha256


def is_heic(content: bytes) -> bool:
    """Whether the file is HEIC or AVIF, which telephones save (ISO/IEC 23008-12, `ftyp` with one of these brands)."""
    return content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"mif1", b"avif"}


def heic(shown: str) -> UploadRefused:
    return UploadRefused(
        f"«{shown}» в формате HEIC или AVIF: сохраните снимок как JPEG и загрузите снова. Айфон снимает сразу в JPEG, "
        "если выбрать «Настройки», «Камера», «Форматы», «Наиболее совместимый»."
    )


def _misnamed(shown: str, ending: str, real: str, limits: Limits) -> UploadRefused:
    if not real.startswith("image/"):
        return UploadRefused(f"«{shown}» — не картинка: подойдут {_allowed(limits)}.")
    inside = real.removeprefix("image/").upper()
    return UploadRefused(
        f"«{shown}» назван как {ending.lstrip('.').upper()}, а внутри картинка {inside}. Назовите его верно "
        "или выберите другой."
    )


def no_room(shown: str) -> UploadRefused:
    return UploadRefused(f"На сервере кончилось место: «{shown}» не сохранён, всё прежнее цело. Позовите отдел ИТ.")


def sniff(content: bytes) -> str:
    """Picture type by the first bytes, without decoding."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return "application/octet-stream"


def shown_name(name: str) -> str:
    """The file name for display: no folders, no control or direction marks, at most 80 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(mark for mark in last if unicodedata.category(mark)[0] != "C").strip(" .")
    stem, dot, ending = visible.rpartition(".")
    short = f"{stem[:70]}.{ending[:8]}" if dot and stem else visible[:80]
    return short or "без названия"


@contextmanager
def _turn(shown: str, root: Path) -> Iterator[None]:
    """Hold the decoding lock; `UploadRefused` if too many wait already."""
    try:
        with turn(root, patience=decoding.PATIENCE_SECONDS):
            yield
    except TooManyWait:
        raise UploadRefused(
            f"Сейчас готовим сразу много других снимков, «{shown}» не принят. Загрузите его ещё раз через минуту."
        ) from None


def _checked(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise ValueError("not a sha256")
    return sha256


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(source: Readable | bytes, shown: str, max_bytes: int) -> bytes:
    content = source if isinstance(source, bytes) else source.read(max_bytes + 1)
    if not content:
        raise UploadRefused(f"Файл «{shown}» пуст: выберите его ещё раз.")
    if len(content) > max_bytes:
        raise UploadRefused(f"«{shown}» больше {in_megabytes(max_bytes)}: уменьшите и загрузите снова.")
    return content


def in_megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} МБ".replace(".0 ", " ").replace(".", ",")


def _allowed(limits: Limits) -> str:
    titles = [_TITLES[name] for name in _FORMATS if name in limits.formats]
    return " и ".join(filter(None, (", ".join(titles[:-1]), titles[-1])))


def _decoded(content: bytes, shown: str, limits: Limits) -> Image.Image:
    if is_heic(content):
        raise heic(shown)
    try:
        with Image.open(BytesIO(content), formats=sorted(limits.formats)) as image:
            _check_size(image, shown, limits)
            _check_still(image, shown)
            return _pixels_only(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(shown, limits) from None
    except UnidentifiedImageError:
        raise UploadRefused(f"«{shown}» — не картинка: подойдут {_allowed(limits)}.") from None
    except _DAMAGED:
        raise UploadRefused(f"Снимок «{shown}» повреждён или скачан не до конца: выберите другой.") from None


def _check_size(image: Image.Image, shown: str, limits: Limits) -> None:
    if image.width * image.height > limits.max_pixels:
        raise _too_many_pixels(shown, limits)


def _too_many_pixels(shown: str, limits: Limits) -> UploadRefused:
    millions = f"{limits.max_pixels / 1_000_000:g}".replace(".", ",")
    return UploadRefused(f"В «{shown}» слишком много точек: больше {millions} млн. Уменьшите снимок.")


def _check_still(image: Image.Image, shown: str) -> None:
    # A phone's JPEG (MPO) holds a preview as a second frame; the first one is the picture.
    if image.format not in {"JPEG", "MPO"} and getattr(image, "is_animated", False):
        raise UploadRefused(f"«{shown}» движется, а нужен неподвижный снимок: сохраните один кадр.")


def _pixels_only(image: Image.Image) -> Image.Image:
    """The picture upright, in sRGB, without metadata."""
    profile = image.info.get("icc_profile")
    plain = _plain(_upright(image))
    if profile and plain.mode in {"RGB", "RGBA"}:
        plain = _in_srgb(plain, profile)
    plain.info = {}
    return plain


def _upright(image: Image.Image) -> Image.Image:
    """Rotate in place: a copy of the largest picture would take 200 MB more."""
    image.load()
    with suppress(*_DAMAGED):  # the pixels are whole, only the note beside them is torn
        ImageOps.exif_transpose(image, in_place=True)
    return image


def _plain(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode.startswith("I"):  # 16 bits of grey: Pillow's own conversion cuts the light off at 255
        return image.convert("I").point(lambda light: light * (1 / 256)).convert("L")
    wanted = "L" if image.mode in {"1", "L"} else "RGB"
    return image if image.mode == wanted else image.convert(wanted)


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken or foreign profile: the colours stay as they are written
    return converted or image


def _encoded(image: Image.Image, *, photographic: bool) -> tuple[bytes, str]:
    drawn = BytesIO()
    if photographic and image.mode != "RGBA":
        image.save(drawn, "JPEG", quality=92)
        return drawn.getvalue(), "image/jpeg"
    image.save(drawn, "PNG")
    return drawn.getvalue(), "image/png"


def _store(path: Path, content: bytes, shown: str) -> None:
    """Store under the content's hash; an existing file is the same file."""
    if path.is_file() and path.stat().st_size == len(content):
        return
    with storing(shown):
        write_atomically(path, content, mode=0o640)


@contextmanager
def storing(shown: str) -> Iterator[None]:
    """Raise `UploadRefused` about this file when the storage fails."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL_DISK:
            raise no_room(shown) from error
        raise UploadRefused(
            f"Хранилище файлов не принимает запись: «{shown}» не сохранён, всё прежнее цело. Позовите отдел ИТ."
        ) from error

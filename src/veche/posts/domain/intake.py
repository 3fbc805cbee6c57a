"""Accept a file for a post: still pictures are redrawn, others stored unchanged and probed."""

from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Protocol

from django.conf import settings
from PIL import Image

from veche.engine.by_name import task_named
from veche.kernel.media import StoredFile, is_for_here, take_file
from veche.kernel.uploads import Picture as TakenPicture
from veche.kernel.uploads import shown_name, sniff, take_picture
from veche.posts.enums import MediaKind, MediaState
from veche.posts.models import Media
from veche.staff.models import Person

PREPARE = "veche.posts.tasks.prepare"

HEAD = 64 * 1024
_STILL = frozenset({"jpg", "jpeg", "jpe", "jfif", "png", "webp"})


class Source(Protocol):
    def read(self, size: int, /) -> bytes: ...
    def seek(self, offset: int, /) -> object: ...


def take(content: Source, *, name: str, by: Person) -> Media:
    """Store the file and return its row. Raises `kernel.uploads.UploadRefused`, in Russian."""
    root = Path(settings.MEDIA_ROOT)
    head = content.read(HEAD)
    content.seek(0)
    if _is_still(head, name, content):
        return _row(take_picture(content, name=name, root=root), by)
    return _row(take_file(content, name=name, root=root), by)


def take_photo(content: Source, *, name: str, by: Person) -> Media:
    """As `take`, for still pictures only."""
    return _row(take_picture(content, name=name, root=Path(settings.MEDIA_ROOT)), by)


def _is_still(head: bytes, name: str, content: Source) -> bool:
    """Whether it is a still picture; a GIF with one frame is."""
    if sniff(head) == "image/gif":
        return not _moves(content)
    ending = PurePosixPath(shown_name(name)).suffix.lower().lstrip(".")
    return sniff(head).startswith("image/") or (ending in _STILL and not is_for_here("", head))


def _moves(content: Source) -> bool:
    """Whether a GIF is animated; unreadable files are left to `take_picture`, which refuses them."""
    try:
        with Image.open(BytesIO(content.read(50 * 1024 * 1024)), formats=("GIF",)) as image:
            return bool(getattr(image, "is_animated", False))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False
    finally:
        content.seek(0)


def _row(taken: TakenPicture | StoredFile, by: Person) -> Media:
    kind = MediaKind(taken.kind) if isinstance(taken, StoredFile) else MediaKind.PHOTO
    to_look = kind in (MediaKind.VIDEO, MediaKind.ANIMATION)
    media, created = Media.objects.of(by.administration_id).get_or_create(
        sha256=taken.sha256,
        defaults={
            "administration_id": by.administration_id,
            "name": taken.name,
            "mime": taken.mime,
            "kind": kind,
            "state": MediaState.WAITING if to_look else MediaState.READY,
            "width": taken.width if isinstance(taken, TakenPicture) else 0,
            "height": taken.height if isinstance(taken, TakenPicture) else 0,
            "size": taken.size,
            "uploaded_by": by,
        },
    )
    if created:
        enqueue(media)
    return media


def enqueue(media: Media) -> None:
    task_named(PREPARE).enqueue(media.pk)

"""Accept a file: still pictures are redrawn, others stored unchanged and probed."""

from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Protocol

from django.conf import settings
from django.db import transaction
from PIL import Image

from veche.engine.by_name import task_named
from veche.kernel.media import StoredFile, is_for_here, take_file
from veche.kernel.subtitles import Subtitles
from veche.kernel.subtitles import take_subtitles as store_subtitles
from veche.kernel.uploads import Picture as TakenPicture
from veche.kernel.uploads import shown_name, sniff, take_picture
from veche.media.domain.search import found_by
from veche.media.enums import Basis, MediaKind, MediaState
from veche.media.models import Media, Rights
from veche.staff.models import Department, Person

PREPARE = "veche.media.tasks.prepare"

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


def take_material(content: Source, *, name: str, by: Person, department: Department | None) -> Media:
    """As `take`, from a department: the library says whose it is. What a person has stated stays."""
    media = take(content, name=name, by=by)
    rights = Rights.objects.of(by.administration_id).filter(media=media, basis="", department=None).first()
    if rights is not None and department is not None:
        rights.basis, rights.department, rights.owner = Basis.DEPARTMENT, department, department.name
        rights.found_by = found_by(rights, media.name)
        rights.save(update_fields=["basis", "department", "owner", "found_by"])
    return media


def take_photo(content: Source, *, name: str, by: Person) -> Media:
    """As `take`, for still pictures only."""
    return _row(take_picture(content, name=name, root=Path(settings.MEDIA_ROOT)), by)


def take_subtitles(content: Source, *, name: str, by: Person) -> Media:
    """As `take`, for SRT and WebVTT only."""
    return _row(store_subtitles(content, name=name, root=Path(settings.MEDIA_ROOT)), by)


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


def _row(taken: TakenPicture | StoredFile | Subtitles, by: Person) -> Media:
    owner = {"administration_id": by.administration_id}
    with transaction.atomic():
        media, created = Media.objects.of(by.administration_id).get_or_create(
            sha256=taken.sha256,
            defaults={
                **owner,
                "name": taken.name,
                "mime": taken.mime,
                "size": taken.size,
                "uploaded_by": by,
                **_measures(taken),
            },
        )
        if created:
            rights = Rights(**owner, media=media)
            rights.found_by = found_by(rights, media.name)
            rights.save()
    if created:
        enqueue(media)
    return media


def _measures(taken: TakenPicture | StoredFile | Subtitles) -> dict[str, object]:
    """Kind, state and measures. Videos and animations wait for `renditions.prepare`."""
    if isinstance(taken, TakenPicture):
        return {"kind": MediaKind.PHOTO, "width": taken.width, "height": taken.height}
    if isinstance(taken, Subtitles):
        return {"kind": MediaKind.SUBTITLES, "width": 0, "height": 0, "seconds": taken.seconds}
    kind = MediaKind(taken.kind)
    moves = kind in (MediaKind.VIDEO, MediaKind.ANIMATION)
    return {"kind": kind, "state": MediaState.WAITING if moves else MediaState.READY, "width": 0, "height": 0}


def enqueue(media: Media) -> None:
    task_named(PREPARE).enqueue(media.pk)

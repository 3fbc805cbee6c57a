"""Uploads in parts: begin, append, use once, delete, sweep. The protocol is `media/tus.py`."""

import secrets
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum

from veche.kernel.clock import now
from veche.kernel.files import MEGABYTE
from veche.kernel.media import MOST, VIDEO
from veche.kernel.spool import BytesLost, Spool
from veche.kernel.uploads import UploadRefused, in_megabytes, no_room, shown_name
from veche.media.models import Upload
from veche.staff.models import Person

LARGEST = MOST[VIDEO]
# The field in which forms bring the keys of complete uploads.
UPLOADED = "uploaded"
# Unfinished uploads of one person, by announced size: two of the largest, and more than a request and a post take.
MOST_BYTES, MOST_UPLOADS = 2 * LARGEST, 60
# An upload expires this long after its last part; then it must be sent from the beginning.
LASTS = timedelta(days=1)
# What stays free on the disk for the database and everything else.
RESERVE = 512 * MEGABYTE


class TooLarge(UploadRefused):
    """Larger than any file may be, or than what this person may have under way."""


class OffsetConflict(Exception):
    """Another request has appended meanwhile, so the offset is not the one that this request was sent for."""


class NoRoom(UploadRefused):
    """The disk has no room for the whole file."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose upload it is. `browser`: the hash of the cookie, for somebody who came by a letter's link."""

    person: Person
    browser: str = ""


def spool() -> Spool:
    return Spool(Path(settings.SPOOL_ROOT))


def begin(*, sender: Sender, target: str, name: str, size: int) -> Upload:
    """Create an upload and reserve its announced size. Raises `TooLarge` or `NoRoom`."""
    shown = shown_name(name)
    if size > LARGEST:
        raise TooLarge(f"«{shown}» больше {in_megabytes(LARGEST)}: уменьшите и загрузите снова.")
    with transaction.atomic():
        Person.objects.of(sender.person.administration_id).select_for_update().get(pk=sender.person.pk)
        _refuse_more(sender.person, shown, size)
        _refuse_full_disk(shown, size)
        return Upload.objects.create(
            administration_id=sender.person.administration_id,
            key=secrets.token_urlsafe(32),
            person=sender.person,
            browser=sender.browser,
            target=target,
            name=shown,
            size=size,
            expires_at=now() + LASTS,
        )


def find(sender: Sender, target: str, key: str) -> Upload | None:
    """This sender's upload to this target, also one that has expired."""
    rows = Upload.objects.of(sender.person.administration_id)
    return rows.filter(key=key, person=sender.person, browser=sender.browser, target=target).first()


def has_expired(upload: Upload) -> bool:
    return upload.expires_at <= now()


def append(upload: Upload, content: bytes) -> None:
    """Write `content` at `upload.offset` and sync it, then store the new offset, so that counted bytes are on the disk.

    Raises `OffsetConflict` if another request was faster, `kernel.spool.FileBusy` if one is writing, `BytesLost` if the
    bytes are gone, `OSError` when the disk is full.
    """
    rows = Upload.objects.of(upload.administration_id).filter(pk=upload.pk, used_at=None)
    with spool().writing(upload.key) as part:
        reached = rows.values_list("offset", flat=True).first()
        if reached is None:
            raise BytesLost
        if reached != upload.offset:
            raise OffsetConflict
        part.append(upload.offset, content)
        upload.offset, upload.expires_at = upload.offset + len(content), now() + LASTS
        if not rows.update(offset=upload.offset, expires_at=upload.expires_at):
            raise BytesLost


def delete(upload: Upload) -> None:
    """Delete the row and the bytes."""
    Upload.objects.of(upload.administration_id).filter(pk=upload.pk).delete()
    spool().drop(upload.key)


def mark_used(upload: Upload) -> bool:
    """Mark it used in the transaction that stores the file made of it. False if another request was faster.

    The bytes are deleted when the transaction commits.
    """
    rows = Upload.objects.of(upload.administration_id).filter(pk=upload.pk, used_at=None)
    first = bool(rows.update(used_at=now()))
    transaction.on_commit(lambda: spool().drop(upload.key))
    return first


def sweep() -> int:
    """Delete expired uploads, used ones too, and old files without a row. Returns the number of uploads."""
    over = list(Upload.objects.unscoped().filter(expires_at__lte=now()).values_list("pk", "key"))
    Upload.objects.unscoped().filter(pk__in=[pk for pk, _ in over]).delete()
    _drop(key for _, key in over)
    old = [key for key, written in spool().entries() if written < time.time() - LASTS.total_seconds()]
    known = set(Upload.objects.unscoped().filter(key__in=old).values_list("key", flat=True))
    _drop(set(old) - known)
    _drop_temporary_files()
    return len(over)


def _drop_temporary_files() -> None:
    """Delete what a killed web process left of a form."""
    for path in Path(settings.TEMPORARY_ROOT).glob("*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - LASTS.total_seconds():
                path.unlink()


def _drop(keys: Iterable[str]) -> None:
    for key in keys:
        spool().drop(key)


def _refuse_more(person: Person, shown: str, size: int) -> None:
    rows = Upload.objects.of(person.administration_id).filter(person=person, used_at=None, expires_at__gt=now())
    under_way = [*rows.values_list("size", flat=True)]
    if len(under_way) >= MOST_UPLOADS or sum(under_way) + size > MOST_BYTES:
        raise TooLarge(
            f"«{shown}» пока не принят: другие ваши файлы ещё не дошли, а вместе они больше "
            f"{in_megabytes(MOST_BYTES)} или их больше {MOST_UPLOADS}. Дождитесь их и выберите его ещё раз."
        )


def _refuse_full_disk(shown: str, size: int) -> None:
    """Raise `NoRoom` unless the rest of all uploads fits and this one twice: in the spool and among the files."""
    rows = Upload.objects.unscoped().filter(used_at=None, expires_at__gt=now())
    to_come = rows.aggregate(left=Sum(F("size") - F("offset")))["left"] or 0
    if shutil.disk_usage(_existing(Path(settings.SPOOL_ROOT))).free < to_come + 2 * size + RESERVE:
        raise NoRoom(str(no_room(shown)))


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


class CompleteUpload:
    """A complete upload as a file of a form: `name`, `read`, `seek`. Opened at the first read."""

    def __init__(self, upload: Upload) -> None:
        self.upload, self.name = upload, upload.name
        self._file: IO[bytes] | None = None

    def read(self, size: int = -1, /) -> bytes:
        return self._opened().read(size)

    def seek(self, offset: int, /) -> int:
        return self._opened().seek(offset)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            try:
                self._file = spool().open(self.upload.key)
            except FileNotFoundError:
                raise UploadRefused(f"«{self.name}» дошёл не целиком: выберите его ещё раз.") from None
        return self._file


def claim(file: object) -> bool:
    """Mark a form's file as used, if it is an upload. Call it in the transaction that stores what is made of the file.

    Returns False if another request has used the upload.
    """
    if not isinstance(file, CompleteUpload):
        return True
    file.close()
    return mark_used(file.upload)


def discard(file: object) -> None:
    """Delete the bytes of a refused file, if it is an upload."""
    if isinstance(file, CompleteUpload):
        file.close()
        delete(file.upload)


def complete_uploads(sender: Sender, target: str, keys: Iterable[str]) -> list[CompleteUpload]:
    """The sender's complete uploads to this target. Used ones are left out: their form was sent twice."""
    rows = Upload.objects.of(sender.person.administration_id).filter(
        person=sender.person, browser=sender.browser, target=target, key__in=list(keys)[:MOST_UPLOADS], used_at=None
    )
    return [CompleteUpload(upload) for upload in rows.filter(offset=F("size")).order_by("pk")]

"""Uploads in parts: begin, append, end, use once, sweep. The protocol is `media/tus.py`."""

import secrets
import shutil
import time
from collections.abc import Iterable
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
from veche.kernel.spool import Lost, Spool
from veche.kernel.uploads import UploadRefused, in_megabytes, no_room, shown_name
from veche.media.models import Upload
from veche.staff.models import Person

LARGEST = MOST[VIDEO]
# The field in which forms bring the keys of complete uploads.
UPLOADED = "uploaded"
# Of one person at a time, as announced: two of the largest, and more files than a request and a post take together.
MOST_BYTES, MOST_UPLOADS = 2 * LARGEST, 60
# After the last part. Who comes back later begins anew.
LASTS = timedelta(days=1)
# What stays free on the disk for the database and everything else.
RESERVE = 512 * MEGABYTE


class TooLarge(UploadRefused):
    """Larger than any file may be, or than what this person may have under way."""


class Moved(Exception):
    """Another request has appended meanwhile."""


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
    """Raises `TooLarge` or `NoRoom`. The announced size counts from here on."""
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


def is_over(upload: Upload) -> bool:
    return upload.expires_at <= now()


def append(upload: Upload, content: bytes) -> None:
    """Write what follows `upload.offset`, then count it: what is counted is on the disk.

    Raises `Moved` if another request was faster, `kernel.spool.Busy` if one is writing, `Lost` if the bytes are gone,
    `OSError` when the disk is full.
    """
    rows = Upload.objects.of(upload.administration_id).filter(pk=upload.pk, used_at=None)
    with spool().writing(upload.key) as part:
        reached = rows.values_list("offset", flat=True).first()
        if reached is None:
            raise Lost
        if reached != upload.offset:
            raise Moved
        part.append(upload.offset, content)
        upload.offset, upload.expires_at = upload.offset + len(content), now() + LASTS
        if not rows.update(offset=upload.offset, expires_at=upload.expires_at):
            raise Lost


def end(upload: Upload) -> None:
    """Forget it, bytes and all."""
    Upload.objects.of(upload.administration_id).filter(pk=upload.pk).delete()
    spool().drop(upload.key)


def use(upload: Upload) -> bool:
    """Take it, in the transaction of what is made of it: True once. Its bytes go when the transaction is committed."""
    rows = Upload.objects.of(upload.administration_id).filter(pk=upload.pk, used_at=None)
    first = bool(rows.update(used_at=now()))
    transaction.on_commit(lambda: spool().drop(upload.key))
    return first


def sweep() -> int:
    """Delete what expired, used ones too, and files that no row names. Returns the number of uploads."""
    over = list(Upload.objects.unscoped().filter(expires_at__lte=now()).values_list("pk", "key"))
    Upload.objects.unscoped().filter(pk__in=[pk for pk, _ in over]).delete()
    _drop(key for _, key in over)
    old = [key for key, written in spool().entries() if written < time.time() - LASTS.total_seconds()]
    known = set(Upload.objects.unscoped().filter(key__in=old).values_list("key", flat=True))
    _drop(set(old) - known)
    return len(over)


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
    """Room for what all uploads still bring, and for this one twice: in the spool and among the files."""
    rows = Upload.objects.unscoped().filter(used_at=None, expires_at__gt=now())
    to_come = rows.aggregate(left=Sum(F("size") - F("offset")))["left"] or 0
    if shutil.disk_usage(_existing(Path(settings.SPOOL_ROOT))).free < to_come + 2 * size + RESERVE:
        raise NoRoom(str(no_room(shown)))


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


class Arrived:
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
    """In the transaction of what is made of a form's file: False for an upload that another request has used."""
    if not isinstance(file, Arrived):
        return True
    file.close()
    return use(file.upload)


def give_up(file: object) -> None:
    """The file was refused, and why was said: its bytes are not kept."""
    if isinstance(file, Arrived):
        file.close()
        end(file.upload)


def arrived(sender: Sender, target: str, keys: Iterable[str]) -> list[Arrived]:
    """The sender's complete uploads to this target. Used ones are left out: their form was sent twice."""
    rows = Upload.objects.of(sender.person.administration_id).filter(
        person=sender.person, browser=sender.browser, target=target, key__in=list(keys)[:MOST_UPLOADS], used_at=None
    )
    return [Arrived(upload) for upload in rows.filter(offset=F("size")).order_by("pk")]

"""Fetch the bytes of a resident's picture at once, as the network may not show it later."""

import hashlib
import time
from datetime import timedelta
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.db.models import F

from veche.accounts.domain.clients import open_account
from veche.engine.by_name import task_named
from veche.engine.queues import reading
from veche.inbox.domain.wordings import FETCH_PICTURE
from veche.inbox.models import MessagePicture
from veche.kernel.clock import now
from veche.kernel.crypto import CryptoError
from veche.kernel.uploads import UploadRefused, keep_bytes, kept_path
from veche.networks.protocol import NetworkError, PictureRef

FETCH_SECONDS = 20.0
# What a browser may draw in a page; everything else is handed over as a file.
DRAWN = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}
LARGEST = 30 * 1024 * 1024
PAUSES = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 3600))


class KeptState(Enum):
    """State of the bytes stored under a hash."""

    WHOLE = "whole"
    CHANGED = "changed"
    LOST = "lost"


def fetch(picture: MessagePicture) -> bool:
    """Fetch the picture. False on failure: `trouble` says why, and the task is retried a few times."""
    if picture.fetched_at is not None:
        return True
    try:
        network = open_account(picture.message.account)
        content = network.fetch_picture(PictureRef(picture.ref), deadline=time.monotonic() + FETCH_SECONDS)
        kept = keep_bytes(content, name="снимок жителя", root=Path(settings.MEDIA_ROOT), max_bytes=LARGEST)
    except (NetworkError, CryptoError, UploadRefused) as error:
        _try_later(picture, str(error))
        return False
    rows = MessagePicture.objects.of(picture.administration_id).filter(pk=picture.pk)
    rows.update(sha256=kept.sha256, mime=kept.mime, size=kept.size, fetched_at=now(), trouble="")
    return True


def kept_state(sha256: str) -> KeptState:
    """Read the whole file and compare its hash: it may have been overwritten."""
    try:
        with kept_path(Path(settings.MEDIA_ROOT), sha256).open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except (OSError, ValueError):
        return KeptState.LOST
    return KeptState.WHOLE if same else KeptState.CHANGED


def kept_bytes(sha256: str) -> bytes | None:
    """The stored bytes; None if they are missing or differ from what was received."""
    try:
        content = kept_path(Path(settings.MEDIA_ROOT), sha256).read_bytes()
    except (OSError, ValueError):
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def _try_later(picture: MessagePicture, why: str) -> None:
    rows = MessagePicture.objects.of(picture.administration_id).filter(pk=picture.pk)
    rows.update(tries=F("tries") + 1, trouble=why[:300])
    if picture.tries < len(PAUSES):
        later = now() + PAUSES[picture.tries]
        lane = reading(picture.message.account.network)
        task_named(FETCH_PICTURE).using(queue_name=lane, run_after=later).enqueue(picture.pk)

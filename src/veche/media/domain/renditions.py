"""What a file really holds, and copies of it for the networks that do not take it as it is.

It runs in the worker's own lane for media, can be done twice without harm, and writes a copy under the hash of its
content: what a version shows is never changed under it.
"""

import hashlib
import math
import secrets
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from PIL import Image

from veche.kernel.decoding import turn
from veche.kernel.files import write_atomically
from veche.kernel.media import file_path
from veche.kernel.uploads import picture_path
from veche.kernel.video import TranscodeTarget, VideoInfo, VideoRefused, probe, transcode
from veche.media.domain.thumbnails import original, poster
from veche.media.enums import MediaKind, MediaState
from veche.media.models import Media, Rendition
from veche.networks.protocol import FileKind
from veche.networks.registry import NETWORKS

# Whose streams an MP4 holds as they are.
_WRAPPED = frozenset({"video/mp4", "video/quicktime"})
# How far a copy stays from the limit, so that a network which counts otherwise takes it too.
_UNDER = 0.96
_TOLD_EVERY = 1.0


def prepare(media: Media) -> None:
    """Look into it, then make the copies that are missing. A file that is refused says why."""
    if media.state == MediaState.WAITING and not _look(media):
        return
    for network in settings.OFFERED_NETWORKS:
        if needs_copy(media, network):
            row, _created = Rendition.objects.of(media.administration_id).get_or_create(
                media=media, network=network, defaults={"administration_id": media.administration_id}
            )
            if row.state == MediaState.WAITING:
                _make(media, row)


def waiting() -> Q:
    """Files that a worker which died left behind."""
    return Q(state=MediaState.WAITING) | Q(renditions__state=MediaState.WAITING)


def needs_copy(media: Media, network: str) -> bool:
    if media.state != MediaState.READY:
        return False
    limits = NETWORKS[network].limits
    if media.kind == MediaKind.PHOTO:
        too_wide = max(media.width, media.height) > (limits.photo_side or math.inf)
        return media.size > limits.photo_bytes or media.width + media.height > limits.photo_sides or too_wide
    if media.kind != MediaKind.VIDEO or FileKind.VIDEO not in limits.files:
        return False
    return media.tells_place or not _fits(media, network)


def copy_for(media: Media, network: str) -> Rendition | None:
    """The copy for this network, if one was made. Reads `renditions` (prefetch them)."""
    ready = (copy for copy in media.renditions.all() if copy.network == network and copy.state == MediaState.READY)
    return next(ready, None)


def _fits(media: Media, network: str) -> bool:
    takes = NETWORKS[network].limits.files[FileKind.VIDEO]
    foreign = bool(takes.mimes) and media.mime not in takes.mimes
    codecs = NETWORKS[network].video.codecs
    unplayed = codecs is not None and media.codecs not in codecs
    return not (foreign or unplayed or media.size > takes.most_bytes)


def _look(media: Media) -> bool:
    """Whether it is what it says."""
    rows = Media.objects.of(media.administration_id).filter(pk=media.pk)
    try:
        found = probe(original(media), name=media.name, poster=poster(media))
    except VideoRefused as refusal:
        rows.update(state=MediaState.REFUSED, reason=str(refusal)[:300])
        return False
    rows.update(
        state=MediaState.READY,
        width=found.width,
        height=found.height,
        seconds=found.seconds,
        codecs=f"{found.video} {found.audio}".strip()[:60],
        tells_place=found.place,
        flashes=found.flashes,
    )
    media.refresh_from_db()
    return True


def _make(media: Media, row: Rendition) -> None:
    rows = Rendition.objects.of(media.administration_id).filter(pk=row.pk)
    try:
        made = _photo(media, row) if media.kind == MediaKind.PHOTO else _film(media, row)
    except VideoRefused as refusal:
        rows.update(state=MediaState.REFUSED, reason=str(refusal)[:300])
        return
    rows.update(state=MediaState.READY, progress=1, **made)


def _film(media: Media, row: Rendition) -> dict[str, object]:
    root = Path(settings.MEDIA_ROOT)
    draft = root / "files" / f".{secrets.token_hex(12)}.mp4"
    film = VideoInfo(media.width, media.height, media.seconds, *_codecs(media), moves=True)
    most = int(NETWORKS[row.network].limits.files[FileKind.VIDEO].most_bytes * _UNDER)
    wanted = TranscodeTarget(most, rewrap=_fits(media, row.network) and media.mime in _WRAPPED)
    try:
        copy = transcode(original(media), draft, film, wanted, name=media.name, told=_teller(row))
        digest = _digest(draft)
        target = file_path(root, digest, "video/mp4")
        target.parent.mkdir(parents=True, exist_ok=True)
        size = draft.stat().st_size
        draft.chmod(0o640)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    measures = {"width": copy.width, "height": copy.height, "seconds": copy.seconds}
    return {"sha256": digest, "mime": "video/mp4", "size": size, **measures}


def _photo(media: Media, row: Rendition) -> dict[str, object]:
    """Smaller and smaller until it fits: our own points of intake, so nothing beside them can come along."""
    limits = NETWORKS[row.network].limits
    side = min(limits.photo_side or math.inf, int(limits.photo_sides * 0.5))
    with turn(Path(settings.MEDIA_ROOT), patience=None):
        picture = _opaque(original(media))
        picture.thumbnail((side, side))
    for quality in (90, 80, 70):
        picture.thumbnail((side, side))
        drawn = BytesIO()
        picture.save(drawn, "JPEG", quality=quality)
        content = drawn.getvalue()
        if len(content) <= limits.photo_bytes * _UNDER:
            break
        side = int(side * 0.75)
    digest = hashlib.sha256(content).hexdigest()
    write_atomically(picture_path(Path(settings.MEDIA_ROOT), digest, "image/jpeg"), content, mode=0o640)
    return {
        "sha256": digest,
        "mime": "image/jpeg",
        "size": len(content),
        "width": picture.width,
        "height": picture.height,
    }


def _opaque(path: Path) -> Image.Image:
    """The picture without transparency. Only one copy of the largest one, 200 MB, stays in memory."""
    with Image.open(path) as image:
        image.load()
        return image if image.mode == "RGB" else image.convert("RGB")


def _codecs(media: Media) -> tuple[str, str]:
    video, _, audio = media.codecs.partition(" ")
    return video, audio


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _teller(row: Rendition) -> Callable[[float], None]:
    """How far it is, written at most once a second."""
    told = 0.0

    def tell(part: float) -> None:
        nonlocal told
        if time.monotonic() - told >= _TOLD_EVERY:
            told = time.monotonic()
            Rendition.objects.of(row.administration_id).filter(pk=row.pk).update(progress=part)

    return tell

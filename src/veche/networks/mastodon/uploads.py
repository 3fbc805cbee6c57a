"""Upload attachments before the post: pictures and videos with their descriptions, a video with its cover.

A part is named by its place in the post (`photo0`, `file0`) and holds the attachment's id, valid for one post. A video
is processed after the upload; until then its id is in the part's `.place`.
"""

import hashlib
import time
from collections.abc import Iterator, Mapping

from veche.kernel.http import File
from veche.networks import uploading
from veche.networks.errors import UPLOADING, Purpose
from veche.networks.files import opened
from veche.networks.mastodon.account import NOT_FOUND, Account, as_id
from veche.networks.mastodon.client import part
from veche.networks.mastodon.refusals import TITLE
from veche.networks.photos import ENDINGS, photo_bytes
from veche.networks.protocol import MediaFile, NetworkError, OutgoingPost, Parts, Photo
from veche.networks.uploading import Upload

ACCEPTED, WORKING = 202, 206
PAUSE_SECONDS, AGAIN_SECONDS = 1.0, 10.0
_OF_THE_FILE = frozenset({"masto_413", "masto_415", "masto_422"})


def part_names(post: OutgoingPost) -> tuple[str, ...]:
    """Names of the parts in the order of the post."""
    photos = (f"photo{number}" for number in range(len(post.photos)))
    return (*photos, *(f"file{number}" for number in range(len(post.files))))


def upload(account: Account, post: OutgoingPost, parts: Parts, *, deadline: float) -> Iterator[Parts]:
    done = dict(parts)
    for number, photo in enumerate(post.photos):
        yield from _put(account, f"photo{number}", photo, done, deadline)
    for number, file in enumerate(post.files):
        yield from _put(account, f"file{number}", file, done, deadline)


def _put(account: Account, name: str, one: Photo | MediaFile, done: dict[str, str], deadline: float) -> Iterator[Parts]:
    if name in done:
        return
    place = f"{name}.place"
    if place not in done:
        number, is_ready = _sent(account, one, deadline)
        done[name if is_ready else place] = number
        yield dict(done)
    if place in done:
        number = done.pop(place)
        try:
            _wait(account, number, deadline)
        except NetworkError as error:
            if error.code in NOT_FOUND:  # the server deletes unused attachments after a day
                yield dict(done)
                raise uploading.failed(TITLE, UPLOADING, code="masto_upload_gone") from None
            raise
        done[name] = number
        yield dict(done)


def _sent(account: Account, one: Photo | MediaFile, deadline: float) -> tuple[str, bool]:
    """The attachment's id, and whether it is ready."""
    if isinstance(one, Photo):
        return _post(account, of_photo(one, "file", purpose=UPLOADING), one.alt, {}, deadline)
    cover = of_photo(one.cover, "thumbnail", purpose=UPLOADING) if one.cover else None
    with opened(one, purpose=UPLOADING) as content:
        film = uploading.of_file(one, content, field="file")
        return _post(account, film, one.alt, {cover.field: cover.file} if cover else {}, deadline)


def of_photo(photo: Photo, field: str, *, purpose: Purpose) -> Upload:
    """Name the file by its content: snac was observed to store files by name, so that equal names are one file."""
    content = photo_bytes(photo, purpose=purpose)
    name = f"{hashlib.sha256(content).hexdigest()[:24]}.{ENDINGS.get(photo.mime, 'bin')}"
    return Upload(field, (name, content, photo.mime), f"фото «{photo.alt or photo.path.name}»", "photo_refused")


def _post(account: Account, file: Upload, alt: str, more: Mapping[str, File], deadline: float) -> tuple[str, bool]:
    files, data = {file.field: file.file, **more}, {"description": alt} if alt else {}
    try:
        status, found = account.client.send_files(
            "POST", "/api/v2/media", files, data=data, purpose=UPLOADING, deadline=deadline
        )
        return as_id(found["id"]), status != ACCEPTED
    except NetworkError as error:
        raise (uploading.refused(TITLE, file, UPLOADING) if error.code in _OF_THE_FILE else error) from None
    except (LookupError, TypeError):
        raise account.client.unexpected(UPLOADING) from None


def _wait(account: Account, number: str, deadline: float) -> None:
    """Wait until the server has processed a video; after the deadline the act is retried."""
    path = f"/api/v1/media/{part(number)}"
    while account.client.status(path, purpose=UPLOADING, deadline=deadline) == WORKING:
        if time.monotonic() + PAUSE_SECONDS >= deadline - 1:
            advice = f"Mastodon ещё готовит видео. {UPLOADING.kept}, отправим, как только будет готово."
            raise NetworkError(advice, retry_after=AGAIN_SECONDS, code="masto_working")
        time.sleep(PAUSE_SECONDS)

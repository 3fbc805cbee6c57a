"""Upload photos, videos, documents and the poll before the post; each is stored as a part as soon as it is uploaded.

A part is named by its place in the post (`photo0`, `file0`, `poll`) and holds the attachment's name in VK. A video is
registered first (`video.save`) and then sent: `file0.place` stores the address, so that after a crash the same video
goes to the same address and is not registered twice.
"""

import json
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from veche.networks import uploading
from veche.networks.errors import UPLOADING, Purpose
from veche.networks.files import may_be_used_up, opened
from veche.networks.polls import tidied
from veche.networks.protocol import FileKind, MediaFile, NetworkError, OutgoingPost, Parts, Photo, Poll, Slot
from veche.networks.uploading import Upload
from veche.networks.video_extras import PUT_ON, cover_part
from veche.networks.vk.refusals import TITLE
from veche.networks.vk.wall import Wall

POLL = "poll"
# vk-api-schema, errors.json: «Upload error», «Couldn't save file», «Invalid server», «Invalid hash». They are about the
# upload, not the file: the next try uploads it again.
_RETRY_UPLOAD = frozenset({"vk_22", "vk_105", "vk_118", "vk_121"})


def part_name(number: int) -> str:
    return f"photo{number}"


def file_part(number: int) -> str:
    return f"file{number}"


def part_names(post: OutgoingPost) -> list[str]:
    """Names of the parts in the order of the wall."""
    photos = [part_name(number) for number in range(len(post.photos))]
    files = [file_part(number) for number in range(len(post.files))]
    return [*photos, *files, *([POLL] if post.poll else [])]


def upload(wall: Wall, post: OutgoingPost, parts: Parts, *, deadline: float) -> Iterator[Parts]:
    done = dict(parts)
    for number, photo in enumerate(post.photos):
        if part_name(number) not in done:
            done[part_name(number)] = _photo(wall, photo, number, deadline)
            yield dict(done)
    for number, file in enumerate(post.files):
        if file_part(number) not in done:
            yield from _file(wall, file, file_part(number), done, deadline)
        if file.cover is not None and cover_part(number) not in done:
            done[cover_part(number)] = _cover(wall, file.cover, done[file_part(number)], deadline)
            yield dict(done)
    if post.poll and POLL not in done:
        done[POLL] = _poll(wall, tidied(post.poll), deadline)
        yield dict(done)


def _photo(wall: Wall, photo: Photo, number: int, deadline: float) -> str:
    """Upload a photo and return its attachment name, `photo<owner>_<id>`."""
    picture = uploading.of_photo(photo, field="photo", number=number, purpose=UPLOADING)
    server = _call(wall, Slot.ADMIN, "photos.getWallUploadServer", {"group_id": wall.group_id}, deadline)
    about = sent_photo(wall, picture, server, purpose=UPLOADING, deadline=deadline)
    params: dict[str, str | int] = {"group_id": wall.group_id, **about, "caption": photo.alt}
    saved = _call(wall, Slot.ADMIN, "photos.saveWallPhoto", params, deadline)
    try:
        # The saved owner may be the administrator, not the community: use the returned one.
        return _named("photo", saved[0]["owner_id"], saved[0]["id"])
    except (LookupError, TypeError, ValueError):
        raise wall.client.unexpected(UPLOADING) from None


def sent_photo(wall: Wall, picture: Upload, server: Any, *, purpose: Purpose, deadline: float) -> dict[str, str | int]:
    """The upload server's answer; an empty list of photos means that the file was rejected."""
    sent = wall.client.upload(_address(wall, server), picture, purpose=purpose, deadline=deadline)
    if sent.get("photo") == "[]":
        raise uploading.refused(TITLE, picture, purpose)
    if not sent.get("photo") or not sent.get("hash"):
        raise wall.client.unexpected(purpose)
    return {name: sent.get(name, "") for name in ("photo", "server", "hash")}


def _file(wall: Wall, file: MediaFile, part: str, done: dict[str, str], deadline: float) -> Iterator[Parts]:
    if file.kind is not FileKind.VIDEO:
        done[part] = _document(wall, file, deadline)
        yield dict(done)
        return
    place = f"{part}.place"
    if place not in done:
        done[place] = json.dumps(_announced(wall, file, deadline))
        yield dict(done)
    known = json.loads(done[place])
    try:
        _send(wall, file, known["url"], deadline)
    except NetworkError as error:
        if may_be_used_up(error):  # or expired: the next try requests a new address
            del done[place]
            yield dict(done)
        raise
    del done[place]
    done[part] = known["name"]
    yield dict(done)


def _send(wall: Wall, video: MediaFile, url: str, deadline: float) -> None:
    with opened(video, purpose=UPLOADING) as content:
        film = uploading.of_file(video, content, field="video_file")
        sent = wall.client.upload(url, film, purpose=UPLOADING, deadline=deadline)
    if not (sent.get("video_id") or sent.get("size")):
        raise wall.client.unexpected(UPLOADING)


def _announced(wall: Wall, file: MediaFile, deadline: float) -> dict[str, str]:
    """Register a video, never with `wallpost=1`, which would publish a second post."""
    stem = file.name.rpartition(".")[0] or file.name
    params: dict[str, str | int] = {"group_id": wall.group_id, "name": stem, "description": file.alt, "wallpost": 0}
    answer = _call(wall, Slot.ADMIN, "video.save", params, deadline)
    try:
        name = _named("video", answer["owner_id"], answer["video_id"], str(answer.get("access_key") or ""))
        return {"url": str(answer["upload_url"]), "name": name}
    except (LookupError, TypeError, ValueError):
        raise wall.client.unexpected(UPLOADING) from None


def _cover(wall: Wall, cover: Photo, video: str, deadline: float) -> str:
    """Set a video's cover: `video.getThumbUploadUrl`, then `video.saveUploadedThumb` with the upload's answer
    (vk-api-schema).

    A cover does not block its post: if VK refuses it for good, a person sets it afterwards (networks/video_extras.py).
    Unconfirmed: the name of the upload's field.
    """
    owner, number = video.removeprefix("video").split("_")[:2]
    try:
        server = _call(wall, Slot.ADMIN, "video.getThumbUploadUrl", {"owner_id": owner}, deadline)
        picture = uploading.of_photo(cover, field="file", purpose=UPLOADING)
        sent = wall.client.upload(_address(wall, server), picture, purpose=UPLOADING, deadline=deadline)
        about: dict[str, str | int] = {
            "owner_id": owner,
            "video_id": number,
            "thumb_json": json.dumps(sent),
            "set_thumb": 1,
        }
        saved = _call(wall, Slot.ADMIN, "video.saveUploadedThumb", about, deadline)
    except NetworkError as error:
        if not error.permanent:
            raise
        return "refused"
    return PUT_ON if isinstance(saved, Mapping) and saved.get("photo_hash") else "refused"


def _document(wall: Wall, file: MediaFile, deadline: float) -> str:
    """Upload a document or a GIF; the community's own key suffices."""
    speaking_slot = wall.speaking_slot()
    server = _call(wall, speaking_slot, "docs.getWallUploadServer", {"group_id": wall.group_id}, deadline)
    with opened(file, purpose=UPLOADING) as content:
        document = uploading.of_file(file, content, field="file")
        sent = wall.client.upload(_address(wall, server), document, purpose=UPLOADING, deadline=deadline)
    if not isinstance(sent.get("file"), str) or not sent["file"]:
        raise wall.client.unexpected(UPLOADING)
    saved = _call(wall, speaking_slot, "docs.save", {"file": sent["file"], "title": file.name}, deadline)
    try:
        found = saved["doc"] if isinstance(saved, Mapping) else saved[0]
        return _named("doc", found["owner_id"], found["id"])
    except (LookupError, TypeError, ValueError):
        raise wall.client.unexpected(UPLOADING) from None


def _poll(wall: Wall, poll: Poll, deadline: float) -> str:
    params: dict[str, str | int] = {
        "owner_id": wall.owner_id,
        "question": poll.question,
        "add_answers": json.dumps(poll.options, ensure_ascii=False),
        "is_anonymous": int(poll.anonymous),
        "is_multiple": int(poll.multiple),
        **_end(poll.open_for),
    }
    made = _call(wall, Slot.ADMIN, "polls.create", params, deadline)
    try:
        return _named("poll", made["owner_id"], made["id"])
    except (LookupError, TypeError, ValueError):
        raise wall.client.unexpected(UPLOADING) from None


def _end(open_for: timedelta | None) -> dict[str, str | int]:
    return {"end_date": int(time.time() + open_for.total_seconds())} if open_for else {}


def _call(wall: Wall, slot: Slot, method: str, params: Mapping[str, str | int], deadline: float) -> Any:
    try:
        return wall.call(slot, method, params, purpose=UPLOADING, deadline=deadline)
    except NetworkError as error:
        if error.code not in _RETRY_UPLOAD:
            raise
        raise uploading.failed(TITLE, UPLOADING, code=error.code) from None


def _address(wall: Wall, server: Any) -> str:
    if not isinstance(server, Mapping) or not isinstance(server.get("upload_url"), str):
        raise wall.client.unexpected(UPLOADING)
    return str(server["upload_url"])


def _named(kind: str, owner: Any, number: Any, access_key: str = "") -> str:
    return f"{kind}{int(owner)}_{int(number)}" + (f"_{access_key}" if access_key else "")

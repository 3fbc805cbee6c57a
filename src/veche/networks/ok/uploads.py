"""What must lie in OK before the topic: photos and videos. Each is remembered as soon as it is there.

A part is named by its place in the post (`photo0`, `file0`): a photo's token, a video's number. A video is announced
before it is sent: `file0.place` remembers where to, so that after a crash the same video goes to the same place. A
place that took the bytes badly is forgotten.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from veche.networks.errors import UPLOADING
from veche.networks.files import may_be_used_up, opened
from veche.networks.ok.group import Group
from veche.networks.photos import file_name, photo_bytes
from veche.networks.protocol import MediaFile, NetworkError, OutgoingPost, Parts, Photo


def part_name(number: int) -> str:
    return f"photo{number}"


def file_part(number: int) -> str:
    return f"file{number}"


def upload(group: Group, post: OutgoingPost, parts: Parts, *, deadline: float) -> Iterator[Parts]:
    done = dict(parts)
    for number, photo in enumerate(post.photos):
        if part_name(number) not in done:
            done[part_name(number)] = _photo(group, photo, number, deadline)
            yield dict(done)
    for number, file in enumerate(post.files):
        if file_part(number) not in done:
            yield from _video(group, file, file_part(number), done, deadline)


def _photo(group: Group, photo: Photo, number: int, deadline: float) -> str:
    """The token that puts the photo into a topic. `photosV2.commit` is for albums only."""
    _, token = one_photo(group, photo, number=number, deadline=deadline)
    return token


def one_photo(group: Group, photo: Photo, *, number: int = 0, deadline: float) -> tuple[str, str]:
    """Its name among uploads and its token."""
    content = photo_bytes(photo, purpose=UPLOADING)
    params = {"gid": group.group_id, "count": "1"}
    place = group.call("photosV2.getUploadUrl", params, purpose=UPLOADING, deadline=deadline)
    if not isinstance(place, dict) or not isinstance(place.get("upload_url"), str):
        raise group.client.unexpected(UPLOADING)
    file = (file_name(photo, number), content, photo.mime)
    sent = group.client.upload(place["upload_url"], file, purpose=UPLOADING, deadline=deadline)
    found = [(name, token) for name, token in _tokens(sent) if token]
    if len(found) != 1:
        raise NetworkError(
            f"ОК не принял фото «{photo.alt or photo.path.name}». Запись и остальные фото целы. Загрузите его ещё раз.",
            permanent=True,
            code="photo_refused",
        )
    return found[0]


def _tokens(sent: Any) -> list[tuple[str, str]]:
    photos = sent.get("photos") if isinstance(sent, Mapping) else None
    found = photos.items() if isinstance(photos, Mapping) else ()
    return [(str(name), str(one.get("token") or "")) for name, one in found if isinstance(one, Mapping)]


def _video(group: Group, file: MediaFile, part: str, done: dict[str, str], deadline: float) -> Iterator[Parts]:
    place = f"{part}.place"
    if place not in done:
        done[place] = json.dumps(_announced(group, file, deadline))
        yield dict(done)
    known = json.loads(done[place])
    try:
        with opened(file, purpose=UPLOADING) as content:
            group.client.upload_video(known["url"], content, purpose=UPLOADING, deadline=deadline)
    except NetworkError as error:
        if may_be_used_up(error):
            del done[place]
            yield dict(done)
        raise
    stem = file.name.rpartition(".")[0] or file.name
    about = {"vid": known["vid"], "title": stem, "description": file.alt, "publish": "true"}
    group.call(
        "video.update", {name: text for name, text in about.items() if text}, purpose=UPLOADING, deadline=deadline
    )
    del done[place]
    done[part] = known["vid"]
    yield dict(done)


def _announced(group: Group, file: MediaFile, deadline: float) -> dict[str, str]:
    params = {"gid": group.group_id, "file_name": file.name, "file_size": str(file.size), "post_form": "true"}
    place = group.call("video.getUploadUrl", params, purpose=UPLOADING, deadline=deadline)
    try:
        return {"url": str(place["upload_url"]), "vid": str(int(place["video_id"]))}
    except (LookupError, TypeError, ValueError):
        raise group.client.unexpected(UPLOADING) from None

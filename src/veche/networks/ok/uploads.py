"""Upload photos and videos before the topic; each is stored as a part as soon as it is uploaded.

A part is named by its place in the post (`photo0`, `file0`) and holds a photo's token or a video's id. A video is
registered before it is sent: `file0.place` stores the address, so that after a crash the same video goes to the same
address. An address whose upload failed is dropped.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from veche.networks import uploading
from veche.networks.errors import UPLOADING, Purpose
from veche.networks.files import may_be_used_up, opened
from veche.networks.ok.group import Group
from veche.networks.ok.refusals import TITLE
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
    """Upload a photo and return its token for a topic. `photosV2.commit` is for albums only."""
    _, token = one_photo(group, photo, number=number, deadline=deadline)
    return token


def one_photo(
    group: Group, photo: Photo, *, number: int = 0, purpose: Purpose = UPLOADING, deadline: float
) -> tuple[str, str]:
    """Upload a photo and return its upload id and its token."""
    picture = uploading.of_photo(photo, field="file1", number=number, purpose=purpose)
    params = {"gid": group.group_id, "count": "1"}
    place = group.call("photosV2.getUploadUrl", params, purpose=purpose, deadline=deadline)
    if not isinstance(place, dict) or not isinstance(place.get("upload_url"), str):
        raise group.client.unexpected(purpose)
    found = _tokens(group.client.upload(place["upload_url"], picture, purpose=purpose, deadline=deadline))
    if len(found) != 1:
        raise group.client.unexpected(purpose)
    if not found[0][1]:  # an id without a token: OK received the picture and rejected it
        raise uploading.refused(TITLE, picture, purpose)
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
            film = uploading.of_file(file, content, field="data")
            group.client.upload_video(known["url"], film, purpose=UPLOADING, deadline=deadline)
        _publish(group, file, known["vid"], deadline)
    except NetworkError as error:
        if may_be_used_up(error):
            del done[place]
            yield dict(done)
        raise
    del done[place]
    done[part] = known["vid"]
    yield dict(done)


def _publish(group: Group, file: MediaFile, vid: str, deadline: float) -> None:
    """Publish an uploaded video.

    A video that OK does not find has not arrived, even if the server said so: it is sent again.
    """
    stem = file.name.rpartition(".")[0] or file.name
    about = {"vid": vid, "title": stem, "description": file.alt, "publish": "true"}
    params = {name: text for name, text in about.items() if text}
    try:
        group.call("video.update", params, purpose=UPLOADING, deadline=deadline)
    except NetworkError as error:
        if error.code != "ok_300":
            raise
        raise uploading.failed(TITLE, UPLOADING, code=error.code) from None


def _announced(group: Group, file: MediaFile, deadline: float) -> dict[str, str]:
    params = {"gid": group.group_id, "file_name": file.name, "file_size": str(file.size), "post_form": "true"}
    place = group.call("video.getUploadUrl", params, purpose=UPLOADING, deadline=deadline)
    try:
        return {"url": str(place["upload_url"]), "vid": str(int(place["video_id"]))}
    except (LookupError, TypeError, ValueError):
        raise group.client.unexpected(UPLOADING) from None

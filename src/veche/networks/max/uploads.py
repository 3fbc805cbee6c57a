"""Upload pictures, videos and files before the post; each is stored as a part as soon as it is uploaded.

A part is named by its place in the post (`photo0`, `file0`) and holds a token, which may be used any number of times.
The token of a video comes before its bytes: `file0.place` stores it with the address, so that after a crash the same
video goes to the same address. An address whose upload failed is dropped.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from veche.kernel.http import File
from veche.networks import uploading
from veche.networks.errors import UPLOADING, Purpose
from veche.networks.files import may_be_used_up, opened
from veche.networks.max.channel import Channel
from veche.networks.protocol import FileKind, MediaFile, NetworkError, OutgoingPost, Parts, Photo

# POST /uploads, `type`, which is also the attachment's type: an animation is a moving image.
TYPES: Mapping[FileKind, str] = {
    FileKind.VIDEO: "video",
    FileKind.ANIMATION: "image",
    FileKind.DOCUMENT: "file",
}


def part_name(number: int) -> str:
    return f"photo{number}"


def file_part(number: int) -> str:
    return f"file{number}"


def part_names(post: OutgoingPost) -> dict[str, str]:
    """The attachment's type by the name of its part, in the order of the post."""
    photos = {part_name(number): "image" for number in range(len(post.photos))}
    return photos | {file_part(number): TYPES[file.kind] for number, file in enumerate(post.files)}


def upload(channel: Channel, post: OutgoingPost, parts: Parts, *, deadline: float) -> Iterator[Parts]:
    done = dict(parts)
    for number, photo in enumerate(post.photos):
        if part_name(number) not in done:
            done[part_name(number)] = upload_photo(channel, photo, number, deadline)
            yield dict(done)
    for number, file in enumerate(post.files):
        if file_part(number) not in done:
            yield from _file(channel, file, file_part(number), done, deadline)


def upload_photo(channel: Channel, photo: Photo, number: int, deadline: float, *, purpose: Purpose = UPLOADING) -> str:
    """Upload one picture and return its token."""
    picture = uploading.of_photo(photo, field="data", number=number, purpose=purpose)
    url, _token = _place(channel, "image", deadline)
    token = _token_of(channel.client.upload(url, picture, purpose=purpose, deadline=deadline))
    if token is None:
        raise channel.client.unexpected(purpose)
    return token


def _file(channel: Channel, file: MediaFile, part: str, done: dict[str, str], deadline: float) -> Iterator[Parts]:
    place = f"{part}.place"
    if place not in done:
        url, token = _place(channel, TYPES[file.kind], deadline)
        done[place] = json.dumps({"url": url, "token": token})
        if token:
            yield dict(done)
    known = json.loads(done.pop(place))
    try:
        with opened(file, purpose=UPLOADING) as content:
            done[part] = _sent(channel, known, content, file, deadline)
    except NetworkError as error:
        if may_be_used_up(error):
            yield dict(done)
        raise
    yield dict(done)


def _sent(channel: Channel, place: Mapping[str, str], content: File, file: MediaFile, deadline: float) -> str:
    """Upload the file and return its token."""
    url, sent = place["url"], uploading.of_file(file, content, field="data")
    if place["token"]:
        channel.client.upload_video(url, sent, purpose=UPLOADING, deadline=deadline)
        return place["token"]
    token = _token_of(channel.client.upload(url, sent, purpose=UPLOADING, deadline=deadline))
    if token is None:
        raise channel.client.unexpected(UPLOADING)
    return token


def _place(channel: Channel, kind: str, deadline: float) -> tuple[str, str]:
    """An upload address, and for a video its token; other tokens come with the upload's answer."""
    place = channel.client.call("POST", "/uploads", query={"type": kind}, purpose=UPLOADING, deadline=deadline)
    url, token = place.get("url"), place.get("token")
    if not isinstance(url, str) or (kind == "video" and not isinstance(token, str)):
        raise channel.client.unexpected(UPLOADING)
    return url, token if kind == "video" and isinstance(token, str) else ""


def _token_of(sent: Mapping[str, Any]) -> str | None:
    """The token in an upload's answer: a picture's is under an arbitrary key, a file's at the top level.

    None if missing.
    """
    photos = sent.get("photos")
    found = list(photos.values()) if isinstance(photos, Mapping) else [sent]
    token = found[0].get("token") if len(found) == 1 and isinstance(found[0], Mapping) else None
    return token if isinstance(token, str) and token else None

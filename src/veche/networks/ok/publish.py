"""A topic in the group: pictures first, each upload remembered, then one `mediatopic.post`.

Nothing makes a repetition harmless here: a call whose answer was lost is never repeated, only looked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from veche.networks.errors import PUBLISHING, UPLOADING
from veche.networks.ok.client import as_json
from veche.networks.ok.group import Group
from veche.networks.ok.render import render
from veche.networks.photos import file_name, photo_bytes
from veche.networks.protocol import Done, NetworkError, OutgoingPost, Parts, Photo, Publish


def upload_photos(group: Group, photos: Sequence[Photo], parts: Parts, *, deadline: float) -> Iterator[Parts]:
    done = dict(parts)
    for number, photo in enumerate(photos):
        if part_name(number) not in done:
            done[part_name(number)] = _upload(group, photo, number, deadline)
            yield dict(done)


def part_name(number: int) -> str:
    return f"photo{number}"


def _upload(group: Group, photo: Photo, number: int, deadline: float) -> str:
    """The token that puts the photo into a topic. `photosV2.commit` is for albums only."""
    content = photo_bytes(photo, purpose=UPLOADING)
    params = {"gid": group.group_id, "count": "1"}
    place = group.call("photosV2.getUploadUrl", params, purpose=UPLOADING, deadline=deadline)
    if not isinstance(place, dict) or not isinstance(place.get("upload_url"), str):
        raise group.client.unexpected(UPLOADING)
    file = (file_name(photo, number), content, photo.mime)
    sent = group.client.upload(place["upload_url"], file, purpose=UPLOADING, deadline=deadline)
    tokens = [token for token in _tokens(sent) if token]
    if len(tokens) != 1:
        raise NetworkError(
            f"ОК не принял фото «{photo.alt or photo.path.name}». Запись и остальные фото целы. Загрузите его ещё раз.",
            permanent=True,
            code="photo_refused",
        )
    return tokens[0]


def _tokens(sent: Any) -> list[str]:
    photos = sent.get("photos") if isinstance(sent, Mapping) else None
    found = photos.values() if isinstance(photos, Mapping) else ()
    return [str(one.get("token") or "") for one in found if isinstance(one, Mapping)]


def publish(group: Group, act: Publish, parts: Parts, *, deadline: float) -> Done:
    params = {"type": "GROUP_THEME", "gid": group.group_id, "attachment": as_json(attachment(act.post, parts))}
    answer = group.call("mediatopic.post", params, purpose=PUBLISHING, deadline=deadline)
    if not isinstance(answer, str) or not answer.isdecimal():
        raise group.client.unexpected(PUBLISHING)
    return Done(remote_id=answer, url=group.topic_url(answer))


def attachment(post: OutgoingPost, parts: Parts) -> dict[str, Any]:
    """Flags are strings in OK's own examples. Raises `NetworkError` when a photo is not uploaded yet."""
    names = [part_name(number) for number in range(len(post.photos))]
    if any(name not in parts for name in names):
        raise NetworkError("Не все фото загружены в ОК. Запись цела, загрузим их и отправим.", code="parts_missing")
    text = render(post).text
    media: list[dict[str, Any]] = [{"type": "text", "text": text}] if text else []
    if names:
        media.append({"type": "photo", "list": [{"id": parts[name]} for name in names]})
    return {"media": media, "onBehalfOfGroup": "true"}

"""A post on the wall: pictures first, each upload remembered, then one `wall.post` with the act's key as `guid`."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from veche.networks.errors import PUBLISHING, UPLOADING
from veche.networks.photos import file_name, photo_bytes
from veche.networks.protocol import Done, NetworkError, OutgoingPost, Parts, Photo, Publish, Slot
from veche.networks.vk.render import render
from veche.networks.vk.wall import Wall


def upload_photos(wall: Wall, photos: Sequence[Photo], parts: Parts, *, deadline: float) -> Iterator[Parts]:
    done = dict(parts)
    for number, photo in enumerate(photos):
        if part_name(number) not in done:
            done[part_name(number)] = _upload(wall, photo, number, deadline)
            yield dict(done)


def part_name(number: int) -> str:
    return f"photo{number}"


def _upload(wall: Wall, photo: Photo, number: int, deadline: float) -> str:
    """The attachment's name, `photo<owner>_<id>`."""
    content = photo_bytes(photo, purpose=UPLOADING)
    server = wall.call(
        Slot.ADMIN,
        "photos.getWallUploadServer",
        {"group_id": wall.group_id},
        purpose=UPLOADING,
        deadline=deadline,
    )
    if not isinstance(server, dict) or not isinstance(server.get("upload_url"), str):
        raise wall.client.unexpected(UPLOADING)
    file = (file_name(photo, number), content, photo.mime)
    sent = wall.client.upload(server["upload_url"], "photo", file, purpose=UPLOADING, deadline=deadline)
    return _save(wall, photo, sent, deadline)


def _save(wall: Wall, photo: Photo, sent: Any, deadline: float) -> str:
    if not sent.get("hash") or sent.get("photo") in (None, "", "[]"):
        raise NetworkError(
            f"VK не принял фото «{photo.alt or photo.path.name}». Запись и остальные фото целы. Загрузите его ещё раз.",
            permanent=True,
            code="photo_refused",
        )
    saved = wall.call(
        Slot.ADMIN,
        "photos.saveWallPhoto",
        {
            "group_id": wall.group_id,
            "photo": sent["photo"],
            "server": sent.get("server", ""),
            "hash": sent["hash"],
            "caption": photo.alt,
        },
        purpose=UPLOADING,
        deadline=deadline,
    )
    try:
        # The saved owner may be the administrator, not the community: use what came back.
        return f"photo{int(saved[0]['owner_id'])}_{int(saved[0]['id'])}"
    except (LookupError, TypeError, ValueError):
        raise wall.client.unexpected(UPLOADING) from None


def publish(wall: Wall, act: Publish, parts: Parts, *, key: UUID, deadline: float) -> Done:
    params: dict[str, str | int] = {
        "owner_id": wall.owner_id,
        "from_group": 1,
        "message": render(act.post).text,
        "guid": str(key),
        **attachments(act.post, parts),
    }
    answer = wall.call(wall.speaker(), "wall.post", params, purpose=PUBLISHING, deadline=deadline)
    if not isinstance(answer, dict) or not isinstance(answer.get("post_id"), int):
        raise wall.client.unexpected(PUBLISHING)
    post_id = answer["post_id"]
    return Done(remote_id=str(post_id), url=wall.post_url(post_id))


def attachments(post: OutgoingPost, parts: Parts) -> dict[str, str]:
    names = [part_name(number) for number in range(len(post.photos))]
    if any(name not in parts for name in names):
        raise NetworkError("Не все фото загружены в VK. Запись цела, загрузим их и отправим.", code="parts_missing")
    return {"attachments": ",".join(parts[name] for name in names)} if names else {}

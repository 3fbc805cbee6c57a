"""Change the community's description, main photo and cover.

`prepare` uploads a picture, and one call sets it. VK gives no time of a cover and scales every picture, so the present
picture is compared with the one sent.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from PIL import Image, UnidentifiedImageError

from veche.networks import uploading
from veche.networks.errors import CHANGING_PAGE, READING, UPLOADING_PROFILE_PICTURE
from veche.networks.likeness import Box, alike
from veche.networks.photos import photo_bytes
from veche.networks.protocol import (
    Absent,
    CannotTell,
    Describe,
    Done,
    Found,
    LookUp,
    NetworkError,
    Parts,
    Photo,
    SetAvatar,
    SetCover,
    Slot,
)
from veche.networks.vk.lookup import NO_ADMIN, same_text
from veche.networks.vk.uploads import sent_photo
from veche.networks.vk.wall import SKEW, Wall, items, moment

PICTURE = "picture"
# VK refuses a narrower crop. Three to one is what VK shows; the present ratio is not documented.
NARROWEST_COVER = 911
COVER_RATIO = 3
# dev.vk.com, «Загрузка главной фотографии»: each side at least 200.
SMALLEST_AVATAR = 200
_NO_KEY = "Посмотреть страницу сообщества без ключа нельзя, а ключа нет. Откройте её и посмотрите."


def describe(wall: Wall, act: Describe, *, deadline: float) -> Done:
    params: dict[str, str | int] = {"group_id": wall.group_id, "description": act.text}
    if wall.manager_call("groups.edit", params, purpose=CHANGING_PAGE, deadline=deadline) != 1:
        raise wall.client.unexpected(CHANGING_PAGE)
    return _done(wall)


def upload(wall: Wall, act: SetAvatar | SetCover, parts: Parts, *, deadline: float) -> Iterator[Parts]:
    if PICTURE in parts:
        return
    size = _size(act.photo)
    if isinstance(act, SetAvatar):
        if min(size) < SMALLEST_AVATAR:
            raise _too_small(f"главное фото в VK не меньше {SMALLEST_AVATAR} × {SMALLEST_AVATAR} точек")
        owner: dict[str, str | int] = {"owner_id": wall.owner_id}
        server = wall.call(
            Slot.ADMIN, "photos.getOwnerPhotoUploadServer", owner, purpose=UPLOADING_PROFILE_PICTURE, deadline=deadline
        )
    else:
        box = cover_box(size)
        if box[2] - box[0] < NARROWEST_COVER:
            raise _too_small(f"обложка в VK не уже {NARROWEST_COVER} точек")
        crop: dict[str, str | int] = dict(zip(("crop_x", "crop_y", "crop_x2", "crop_y2"), box, strict=True))
        params: dict[str, str | int] = {"group_id": wall.group_id, **crop}
        server = wall.manager_call(
            "photos.getOwnerCoverPhotoUploadServer", params, purpose=UPLOADING_PROFILE_PICTURE, deadline=deadline
        )
    yield {**parts, PICTURE: json.dumps(_sent(wall, act.photo, server, deadline))}


def cover_box(size: tuple[int, int]) -> Box:
    """The widest central part with a cover's ratio."""
    width, height = min(size[0], size[1] * COVER_RATIO), min(size[1], size[0] // COVER_RATIO)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    return left, top, left + width, top + height


def _sent(wall: Wall, photo: Photo, server: Any, deadline: float) -> dict[str, str | int]:
    picture = uploading.of_photo(photo, field="photo", purpose=UPLOADING_PROFILE_PICTURE)
    return sent_photo(wall, picture, server, purpose=UPLOADING_PROFILE_PICTURE, deadline=deadline)


def _size(photo: Photo) -> tuple[int, int]:
    try:
        with Image.open(photo.path) as image:
            return image.size
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        said = f"Файл фото не читается. {CHANGING_PAGE.kept}. Загрузите фото ещё раз."
        raise NetworkError(said, permanent=True, code="photo_unreadable") from None


def _too_small(why: str) -> NetworkError:
    return NetworkError(
        f"VK: {why}. {CHANGING_PAGE.kept}. Возьмите картинку побольше.", permanent=True, code="photo_small"
    )


def set_picture(wall: Wall, act: SetAvatar | SetCover, parts: Parts, *, deadline: float) -> Done:
    if PICTURE not in parts:
        raise NetworkError(
            f"Фото ещё не загружено в VK. {CHANGING_PAGE.kept}. Загрузим и поставим.", code="parts_missing"
        )
    sent: dict[str, str | int] = json.loads(parts[PICTURE])
    if isinstance(act, SetAvatar):
        answer = wall.call(Slot.ADMIN, "photos.saveOwnerPhoto", sent, purpose=CHANGING_PAGE, deadline=deadline)
        accepted = isinstance(answer, Mapping) and bool(answer.get("saved") or answer.get("photo_hash"))
    else:
        cover = {name: sent[name] for name in ("hash", "photo")}
        answer = wall.manager_call("photos.saveOwnerCoverPhoto", cover, purpose=CHANGING_PAGE, deadline=deadline)
        accepted = isinstance(answer, Mapping) and bool(answer.get("images"))
    if not accepted:
        raise wall.client.unexpected(CHANGING_PAGE)
    return _done(wall)


def look_up(wall: Wall, act: Describe | SetAvatar | SetCover, *, since: datetime, deadline: float) -> LookUp:
    if not wall.client.has(wall.speaking_slot()):
        return CannotTell(_NO_KEY)
    match act:
        case Describe():
            so = same_text({"text": _about(wall, "description", deadline)}, act.text)
        case SetAvatar():
            if not wall.client.has(Slot.ADMIN):
                return CannotTell(NO_ADMIN)
            so = _is_main_photo(wall, act.photo, since, deadline)
        case SetCover():
            cover = _about(wall, "cover", deadline)
            images = cover.get("images") if isinstance(cover, Mapping) and cover.get("enabled") else None
            so = _same(wall, act.photo, items(images), cover_box(_size(act.photo)), deadline)
    return Found(str(wall.group_id), wall.page_url, "VK показал, что так и есть") if so else Absent()


def _about(wall: Wall, field: str, deadline: float) -> Any:
    params: dict[str, str | int] = {"group_id": wall.group_id, "fields": field}
    answer = wall.call(wall.speaking_slot(), "groups.getById", params, purpose=READING, deadline=deadline)
    groups = items(answer.get("groups")) if isinstance(answer, Mapping) else items(answer)
    if not groups:
        raise wall.client.unexpected(READING)
    return groups[0].get(field, "")


def _is_main_photo(wall: Wall, photo: Photo, since: datetime, deadline: float) -> bool:
    """Whether the newest main photo is ours and was set after we began."""
    params: dict[str, str | int] = {"owner_id": wall.owner_id, "album_id": "profile", "rev": 1, "count": 1}
    newest = items(wall.call(Slot.ADMIN, "photos.get", params, purpose=READING, deadline=deadline))
    if not newest or moment(newest[0]["date"]) < since - SKEW:
        return False
    return _same(wall, photo, items(newest[0].get("sizes")), None, deadline)


def _same(wall: Wall, photo: Photo, copies: list[Mapping[str, Any]], box: Box | None, deadline: float) -> bool:
    """Compare with the largest of `copies`, which are one picture in several sizes."""
    shown = max((one for one in copies if one.get("url")), key=lambda one: int(one.get("width", 0)), default=None)
    if shown is None:
        return False
    there = wall.client.picture(str(shown["url"]), deadline=deadline)
    whole = alike(photo_bytes(photo, purpose=READING), there)
    return whole or (box is not None and alike(photo_bytes(photo, purpose=READING), there, box=box))


def _done(wall: Wall) -> Done:
    return Done(remote_id=str(wall.group_id), url=wall.page_url, proven=True)

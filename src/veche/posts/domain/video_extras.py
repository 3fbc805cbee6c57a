"""Subtitles and cover of a video in a version: at most one of each, added, replaced, removed."""

from collections.abc import Mapping
from typing import Final, Literal

from django.db import transaction

from veche.kernel.subtitles import is_subtitles
from veche.media.domain.intake import Source, take_photo, take_subtitles
from veche.media.enums import MediaKind
from veche.media.models import Media
from veche.posts.domain.queries import picture_in
from veche.posts.domain.write import begun, touch
from veche.posts.errors import PostError
from veche.posts.models import Picture
from veche.staff.models import Person

type Place = Literal["subtitles", "cover"]
PLACES: Final[Mapping[str, Place]] = {"subtitles": "subtitles", "cover": "cover"}


def add_video_extra(*, picture: Picture, by: Person, content: Source, name: str) -> Picture:
    """Add a file: subtitles by its name, else a cover. Raises `UploadRefused` or `PostError`, both in Russian."""
    if picture.media.kind != MediaKind.VIDEO:
        raise PostError("Субтитры и обложка бывают только у видео. Файл не сохранён, остальное цело.")
    place: Place = "subtitles" if is_subtitles(name) else "cover"
    media = take_subtitles(content, name=name, by=by) if place == "subtitles" else take_photo(content, name=name, by=by)
    return _put(picture, place, media, by)


def remove_video_extra(*, picture: Picture, place: Place, by: Person) -> None:
    """Remove it from the version; the file stays, as earlier versions may show it."""
    _put(picture, place, None, by)


def _put(picture: Picture, place: Place, media: Media | None, by: Person) -> Picture:
    """Save it, in a new version if this one is frozen. Raises `PostError` if a colleague has removed the video."""
    with transaction.atomic():
        version = begun(picture.version, by)
        mine = picture_in(version, picture.pk)
        touch(version, by)
        if mine is None:
            raise PostError("Это видео тем временем убрали из записи. Остальное цело: обновите страницу.")
        setattr(mine, place, media)
        mine.save(update_fields=(place,))
    return mine

"""Photos, videos and files of a version, in order, with descriptions."""

from django.db import transaction
from django.db.models import F, Max

from veche.media.domain.intake import Source, take
from veche.media.domain.uploads import CompleteUpload, claim
from veche.media.enums import MediaKind
from veche.media.models import Media
from veche.posts.domain.queries import picture_in
from veche.posts.domain.write import begun, touch
from veche.posts.errors import PostError
from veche.posts.models import Picture, PostVersion
from veche.staff.models import Person

# The least of the networks' limits: Telegram's album and VK's attachments are both ten (their profiles).
MOST_PICTURES = 10
# Beyond every position: two files of a version never have the same one, not even within an update.
_ASIDE = 1000


def add_picture(*, version: PostVersion, by: Person, content: Source, name: str) -> Picture:
    """Store the file and append it, in a new version if this one is frozen.

    Raises `kernel.uploads.UploadRefused` or `PostError`, both in Russian; nothing changes then.
    """
    _refuse_full(version)
    return add_media(version=version, by=by, media=take(content, name=name, by=by))


def add_upload(*, version: PostVersion, by: Person, file: CompleteUpload) -> Picture | None:
    """As `add_picture` for a complete upload. None if another request has used it."""
    _refuse_full(version)
    media = take(file, name=file.name, by=by)
    with transaction.atomic():
        return add_media(version=version, by=by, media=media) if claim(file) else None


def add_media(*, version: PostVersion, by: Person, media: Media) -> Picture:
    """Append a file of the library, in a new version if this one is frozen. Raises `PostError`, in Russian."""
    if media.kind == MediaKind.SUBTITLES:
        raise PostError("Субтитры прикладывают к видео. Выберите фото, видео или файл.")
    with transaction.atomic():
        version = begun(version, by)
        touch(version, by)  # from here on this version's row is ours: nobody else adds a picture meanwhile
        _refuse_full(version)
        last = version.pictures.aggregate(last=Max("position"))["last"]
        return Picture.objects.create(
            administration_id=version.administration_id,
            version=version,
            media=media,
            position=0 if last is None else last + 1,
        )


def remove_picture(*, picture: Picture, by: Person) -> None:
    """Remove it; the file stays, as earlier versions may show it. A frozen version gets a successor without it."""
    with transaction.atomic():
        version = begun(picture.version, by)
        mine = picture_in(version, picture.pk)
        touch(version, by)
        if mine is not None:
            mine.delete()


def place_picture(*, picture: Picture, by: Person, position: int) -> None:
    """Put it at `position`, from 0, among the files; beyond the last it becomes the last.

    A frozen version gets a successor; where nothing moves, nothing changes.
    """
    with transaction.atomic():
        if _ordered(picture, position) is None:
            return
        version = begun(picture.version, by)
        mine = picture_in(version, picture.pk)
        touch(version, by)  # from here on nobody else moves, adds or removes a file of this version
        order = None if mine is None else _ordered(mine, position)
        if order is None:
            return
        version.pictures.update(position=F("position") + _ASIDE)
        for place, pk in enumerate(order):
            version.pictures.filter(pk=pk).update(position=place)


def _ordered(picture: Picture, position: int) -> list[int] | None:
    """Ids of the version's files with this one at `position`; None if that is their order already."""
    now = list(picture.version.pictures.order_by("position").values_list("pk", flat=True))
    order = [pk for pk in now if pk != picture.pk]
    order.insert(min(position, len(order)), picture.pk)
    return order if order != now else None


def _refuse_full(version: PostVersion) -> None:
    # Counted in the database: several files come in one form, and the version may have been read before the first.
    if version.pictures.order_by().values("pk").count() >= MOST_PICTURES:
        raise PostError(
            "В записи уже десять фото и файлов, больше сети не покажут. Уберите одно из них, и это встанет на место."
        )

"""The small picture of an item in the week and the month: the first of its newest version that the person may see."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from veche.media.domain.library import sees_all_files, shown_files
from veche.media.enums import MediaKind, MediaState
from veche.posts.models import Picture
from veche.staff.compiled import compiled_once
from veche.staff.models import Person

# A photo, a cover, or a film whose first frame was drawn.
_IS_DRAWN = (
    Q(cover__isnull=False)
    | Q(media__kind=MediaKind.PHOTO)
    | Q(media__kind__in=(MediaKind.VIDEO, MediaKind.ANIMATION), media__state=MediaState.READY) & ~Q(media__codecs="")
)


def newest_of(items: Iterable[Any]) -> dict[int, int]:
    """Items of `items_between` or `planned_between` by the id of their newest version."""
    return {item.newest: item.pk for item in items if item.newest}


def first_pictures(me: Person, newest: Mapping[int, int]) -> dict[int, str]:
    """Hashes of files by item. `newest`: items by the id of their newest version. One query; none without versions."""
    if not newest:
        return {}
    rows: Iterable[tuple[int, str]]
    rows = _pictures(me.administration_id, list(newest)) if sees_all_files(me) else _shown(me, list(newest))
    found: dict[int, str] = {}
    for version, sha256 in rows:
        found.setdefault(newest[version], sha256)
    return found


def _files(city: int) -> QuerySet[Picture, Any]:
    """Versions and hashes of their files that can be drawn, the first file of each first."""
    drawn = Picture.objects.of(city).filter(_IS_DRAWN).annotate(file=Coalesce("cover__sha256", "media__sha256"))
    return drawn.order_by("version", "position").values_list("version", "file")


@compiled_once
def _pictures(city: int, versions: list[int]) -> QuerySet[Picture, Any]:
    return _files(city).filter(version__pk__listed=versions)


def _shown(me: Person, versions: list[int]) -> QuerySet[Picture, Any]:
    return _files(me.administration_id).filter(version__in=versions, media__in=shown_files(me))

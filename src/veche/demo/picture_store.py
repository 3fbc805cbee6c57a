"""Pictures of the demo, each drawn and uploaded once."""

from pathlib import Path
from typing import Any

from django.conf import settings

from veche.demo.pictures import TITLES, draw
from veche.kernel.uploads import picture_path, take_picture
from veche.media.domain.search import found_by
from veche.media.enums import Basis, Children, People
from veche.media.models import Media, Rights
from veche.networks.protocol import Photo
from veche.staff.models import Person


class PictureStore:
    def __init__(self, by: Person) -> None:
        self._by = by
        self._taken: dict[str, Media] = {}

    def media(self, scene: str) -> Media:
        if scene not in self._taken:
            self._taken[scene] = self._take(scene)
        return self._taken[scene]

    def photo(self, scene: str, alt: str) -> Photo:
        media = self.media(scene)
        return Photo(path=self._path(media), mime=media.mime, alt=alt, sha256=media.sha256)

    def content(self, scene: str) -> bytes:
        return self._path(self.media(scene)).read_bytes()

    def _take(self, scene: str) -> Media:
        taken = take_picture(draw(scene, seed=7), name=f"{scene}.jpg", root=Path(settings.MEDIA_ROOT))
        row: Media = Media.objects.create(
            administration=self._by.administration,
            sha256=taken.sha256,
            name=taken.name,
            mime=taken.mime,
            width=taken.width,
            height=taken.height,
            size=taken.size,
            uploaded_by=self._by,
        )
        Rights.objects.create(**self._cleared(row, TITLES[scene]))
        return row

    def _cleared(self, row: Media, title: str) -> dict[str, Any]:
        """Drawn by the city's own people, and nobody can be recognised."""
        rights = Rights(
            title=title,
            author="Пресс-служба",
            basis=Basis.OWN,
            owner=self._by.administration.name,
            people_basis=People.NOBODY,
            children=Children.NONE,
        )
        said = {
            name: getattr(rights, name) for name in ("title", "author", "basis", "owner", "people_basis", "children")
        }
        found = found_by(rights, row.name)
        return {"administration": row.administration, "media": row, "lacking": False, "found_by": found, **said}

    @staticmethod
    def _path(media: Media) -> Path:
        return picture_path(Path(settings.MEDIA_ROOT), media.sha256, media.mime)

"""Files made ready for the library's pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.http import QueryDict
from django.urls import reverse

from veche.media.domain.rights import JUDGED, Doubt, Terms, doubts_of, rights_of, terms_for
from veche.media.enums import Children, MediaKind
from veche.media.models import Media, Rights
from veche.staff.models import Administration

_ANY_HASH = "0" * 64


@cache
def _thumb() -> str:
    """`reverse` for each of a page's files takes longer than their reading."""
    return reverse("media:thumb", args=[_ANY_HASH])


@dataclass(frozen=True, slots=True)
class Card:
    media: Media
    rights: Rights | None
    doubts: tuple[Doubt, ...]

    @property
    def thumb(self) -> str:
        """Address of the small picture."""
        return _thumb().replace(_ANY_HASH, self.media.sha256)

    @property
    def title(self) -> str:
        return (self.rights.title if self.rights else "") or self.media.name

    @property
    def has_picture(self) -> bool:
        return self.media.kind == MediaKind.PHOTO or bool(self.media.codecs)

    @property
    def shows_children(self) -> bool:
        return self.rights is not None and self.rights.children == Children.SHOWN

    @property
    def length(self) -> str:
        """«0:42» of a video."""
        minutes, seconds = divmod(round(self.media.seconds), 60)
        return f"{minutes}:{seconds:02}" if self.media.seconds else ""

    @property
    def is_judged(self) -> bool:
        return self.media.kind in JUDGED

    @property
    def said(self) -> str:
        """«можно, без срока» or the doubts."""
        if self.doubts:
            return "; ".join(doubt.sentence for doubt in self.doubts)
        if self.rights is not None and self.rights.used_until:
            return f"можно до {self.rights.used_until:%d.%m.%Y}"
        return "можно, без срока" if self.is_judged else "файл, прав не нужно"


def choosing(asked: QueryDict) -> str:
    """The page's address up to the number of the file that it shows beside the others."""
    said = asked.copy()
    said.pop("file", None)
    return f"?{said.urlencode()}&file=" if said else "?file="


def cards(files: Iterable[Media], administration: Administration) -> list[Card]:
    """Reads `rights` (select it)."""
    terms = terms_for(administration)
    return [_card(media, terms) for media in files]


def judged(media: Media) -> Card:
    return _card(media, terms_for(media.administration))


def _card(media: Media, terms: Terms) -> Card:
    return Card(media, rights_of(media), doubts_of(media, terms))

"""Files made ready for the library's pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from veche.media.domain.rights import JUDGED, Doubt, Terms, doubts_of, rights_of, terms_for
from veche.media.enums import Children, MediaKind
from veche.media.models import Media, Rights
from veche.staff.models import Administration


@dataclass(frozen=True, slots=True)
class Card:
    media: Media
    rights: Rights | None
    doubts: tuple[Doubt, ...]

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


def cards(files: Iterable[Media], administration: Administration) -> list[Card]:
    """Reads `rights` (select it)."""
    terms = terms_for(administration)
    return [_card(media, terms) for media in files]


def judged(media: Media) -> Card:
    return _card(media, terms_for(media.administration))


def _card(media: Media, terms: Terms) -> Card:
    return Card(media, rights_of(media), doubts_of(media, terms))

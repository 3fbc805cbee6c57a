"""From a version to what stands on each wall. Preview, counter, approval and sending all come through here."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from veche.kernel.uploads import picture_path
from veche.networks.protocol import OutgoingPost, Photo, Rendered
from veche.networks.registry import NETWORKS
from veche.posts.models import Picture, PostVersion


@dataclass(frozen=True, slots=True)
class Draft:
    """The words of a version, as stored or as they stand in the editor's window; `variants` by network."""

    text: str
    variants: Mapping[str, str]

    def for_network(self, network: str) -> str:
        return self.variants.get(network, self.text)


def draft_of(version: PostVersion) -> Draft:
    """Reads `variants` (prefetch them)."""
    return Draft(version.text, {variant.network: variant.text for variant in version.variants.all()})


def outgoing(version: PostVersion, network: str, draft: Draft | None = None) -> OutgoingPost:
    """What goes to one network: its own text, or the common one. Reads `variants` and `pictures` (prefetch them)."""
    words = draft or draft_of(version)
    return OutgoingPost(
        text=words.for_network(network), photos=tuple(_photo(picture) for picture in version.pictures.all())
    )


def rendered(version: PostVersion, network: str, draft: Draft | None = None) -> Rendered:
    """`draft`: words that are not saved yet, with the pictures of the version."""
    return NETWORKS[network].render(outgoing(version, network, draft))


def _photo(picture: Picture) -> Photo:
    media = picture.media
    path = picture_path(Path(settings.MEDIA_ROOT), media.sha256, media.mime)
    return Photo(path=path, mime=media.mime, alt=picture.alt, sha256=media.sha256)

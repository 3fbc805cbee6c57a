"""From a version to what stands on each wall. Preview, counter, approval and sending all come through here."""

from pathlib import Path

from django.conf import settings

from veche.kernel.uploads import picture_path
from veche.networks.protocol import OutgoingPost, Photo, Rendered
from veche.networks.registry import NETWORKS
from veche.posts.models import Picture, PostVersion


def outgoing(version: PostVersion, network: str) -> OutgoingPost:
    """What goes to one network: its own text, or the common one. Reads `variants` and `pictures` (prefetch them)."""
    own = {variant.network: variant.text for variant in version.variants.all()}
    return OutgoingPost(
        text=own.get(network, version.text), photos=tuple(_photo(picture) for picture in version.pictures.all())
    )


def rendered(version: PostVersion, network: str) -> Rendered:
    return NETWORKS[network].render(outgoing(version, network))


def _photo(picture: Picture) -> Photo:
    media = picture.media
    path = picture_path(Path(settings.MEDIA_ROOT), media.sha256, media.mime)
    return Photo(path=path, mime=media.mime, alt=picture.alt, sha256=media.sha256)

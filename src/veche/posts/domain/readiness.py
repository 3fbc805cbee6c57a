"""Whether every file of a version is probed and fits each network."""

from collections.abc import Iterable

from veche.kernel.bidi import isolated
from veche.media.domain.renditions import needs_copy
from veche.media.enums import MediaState
from veche.media.models import Media
from veche.networks.operations import operations_of
from veche.networks.protocol import Problem
from veche.networks.registry import NETWORKS
from veche.posts.domain.rendering import outgoing
from veche.posts.models import PostVersion


def unready(version: PostVersion, networks: Iterable[str]) -> list[Problem]:
    """Problems: not ready first, then unfit. Reads `pictures__media__renditions` (prefetch them)."""
    slugs = list(networks)
    found = [problem for picture in version.pictures.all() for problem in _of_media(picture.media, slugs)]
    found += [problem for network in slugs for problem in _absent(version, network)]
    return list(dict.fromkeys(found))


def _absent(version: PostVersion, network: str) -> list[Problem]:
    """Parts that the network does not support at all."""
    beyond = NETWORKS[network].beyond
    wanted = [beyond[one] for one in operations_of(outgoing(version, network)) if one in beyond]
    title = NETWORKS[network].title
    return [Problem("absent", f"{title}: {ability.why}") for ability in wanted if ability.mode == "absent"]


def is_replaced(problem: Problem) -> bool:
    """Whether a copy is being made, so that problems of the original do not count."""
    return problem.code in {"video_heavy", "video_type", "photo_heavy", "photo_large"}


def _of_media(media: Media, networks: list[str]) -> list[Problem]:
    if media.state == MediaState.REFUSED:
        return [Problem("media_refused", f"{media.reason} Уберите этот файл из записи.")]
    if media.state == MediaState.WAITING:
        said = "Проверяем «%(name)s»: минуту, и можно отправлять."
        return [Problem("media_waiting", said % {"name": isolated(media.name)})]
    return [problem for network in networks if needs_copy(media, network) for problem in _of_copy(media, network)]


def _of_copy(media: Media, network: str) -> list[Problem]:
    copy = next((copy for copy in media.renditions.all() if copy.network == network), None)
    title = NETWORKS[network].title
    if copy is None or copy.state == MediaState.WAITING:
        done = round(copy.progress * 100) if copy else 0
        said = "%(network)s: готовим «%(name)s», сделано %(done)s %%. Подождите."
        return [Problem("media_waiting", said % {"network": title, "name": isolated(media.name), "done": done})]
    if copy.state == MediaState.REFUSED:
        return [Problem("media_refused", f"{title}: {copy.reason}")]
    return []

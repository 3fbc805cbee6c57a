"""From a version to a network's post. Preview, counter, approval and sending all use it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from veche.kernel.media import file_path
from veche.kernel.uploads import picture_path
from veche.media.domain.renditions import copy_for
from veche.media.enums import MediaKind
from veche.networks.fitting import Fitting, fitting
from veche.networks.protocol import FileKind, MediaFile, OutgoingPost, Photo, Poll, Rendered, Subtitles
from veche.networks.registry import render_post
from veche.networks.text import tidy, utf16_length
from veche.plan.enums import Format
from veche.posts.domain.labels import NONE, Labels, labels_of
from veche.posts.models import Picture, PostPoll, PostVersion


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a version, stored or typed; `variants` by network."""

    text: str
    variants: Mapping[str, str]
    poll: Poll | None = None
    link: str = ""
    labels: Labels = NONE

    def for_network(self, network: str) -> str:
        return self.variants.get(network, self.text)


def draft_of(version: PostVersion) -> Draft:
    """The stored text. Reads `variants` and `poll` (prefetch them)."""
    own = {variant.network: variant.text for variant in version.variants.all()}
    return Draft(version.text, own, poll_of(version), version.link, labels_of(version))


def poll_of(version: PostVersion) -> Poll | None:
    stored: PostPoll | None = getattr(version, "poll", None)
    if stored is None:
        return None
    open_for = timedelta(days=stored.open_days) if stored.open_days else None
    return Poll(stored.question, tuple(stored.options), stored.multiple, stored.anonymous, open_for)


def outgoing(version: PostVersion, network: str, draft: Draft | None = None, ending: str = "") -> OutgoingPost:
    """The post for one network: its own text or the common one with its labels, and copies of files that it takes.

    `ending`: signature and hashtags of the account (`posts.domain.endings`).
    Reads `variants`, `poll`, and `pictures` with their media, renditions, covers and subtitles (prefetch them).
    """
    words = draft or draft_of(version)
    pictures = list(version.pictures.all())
    return OutgoingPost(
        text=_ended(words.for_network(network), words, ending, has_files=bool(pictures)),
        photos=tuple(_photo(p, network) for p in pictures if p.media.kind == MediaKind.PHOTO),
        files=tuple(_file(p, network) for p in pictures if p.media.kind != MediaKind.PHOTO),
        poll=words.poll,
        link=words.link.strip(),
        story=version.post.plan_item.format == Format.STORY,
    )


def rendered(version: PostVersion, network: str, draft: Draft | None = None, ending: str = "") -> Rendered:
    """`draft`: text that is not saved, with the version's pictures."""
    return render_post(network, outgoing(version, network, draft, ending))


def fitted(words: str, shown: Rendered) -> Fitting | None:
    """Where a text that is too long could be cut. `words`: as typed; `shown`: with what is put below them."""
    body = tidy(words)
    below = max(0, utf16_length(shown.text) - utf16_length(body))
    return fitting(body, shown.limit - below)


def _ended(text: str, words: Draft, ending: str, *, has_files: bool) -> str:
    """The text with signature, hashtags and labels below. An empty post stays empty: they are not sent alone."""
    if not (text.strip() or has_files or words.poll or words.link.strip()):
        return text
    return "\n\n".join(part for part in (text.rstrip(), ending, words.labels.line) if part)


def _photo(picture: Picture, network: str) -> Photo:
    stored = copy_for(picture.media, network) or picture.media
    path = picture_path(Path(settings.MEDIA_ROOT), stored.sha256, stored.mime)
    return Photo(path=path, mime=stored.mime, alt=picture.alt, sha256=stored.sha256)


def _file(picture: Picture, network: str) -> MediaFile:
    media = picture.media
    stored = copy_for(media, network) or media
    name = media.name if stored is media else f"{media.name.rpartition('.')[0] or media.name}.mp4"
    return MediaFile(
        path=file_path(Path(settings.MEDIA_ROOT), stored.sha256, stored.mime),
        kind=FileKind(media.kind),
        mime=stored.mime,
        name=name,
        sha256=stored.sha256,
        size=stored.size,
        alt=picture.alt,
        width=stored.width,
        height=stored.height,
        seconds=stored.seconds,
        cover=_cover(picture),
        subtitles=_subtitles(picture),
    )


def _cover(picture: Picture) -> Photo | None:
    found = picture.cover
    if found is None:
        return None
    path = picture_path(Path(settings.MEDIA_ROOT), found.sha256, found.mime)
    return Photo(path, found.mime, picture.alt, found.sha256)


def _subtitles(picture: Picture) -> Subtitles | None:
    found = picture.subtitles
    if found is None:
        return None
    path = file_path(Path(settings.MEDIA_ROOT), found.sha256, found.mime)
    return Subtitles(path, found.name, found.mime, found.sha256)

"""Compare the attachments that a network shows with those that were sent.

VK was observed to drop a picture or a video silently while answering «published». So every proof compares the counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from veche.networks.content import FileKind, Rendered


@dataclass(frozen=True, slots=True)
class AttachmentCounts:
    """Counts of attachments by kind; None: the network does not return this kind."""

    photos: int | None = None
    videos: int | None = None
    files: int | None = None
    polls: int | None = None
    links: int | None = None


# As the sentence names them, «фото 1 из 2».
_NAMES: Final[Mapping[str, str]] = {
    "photos": "фото",
    "videos": "видео",
    "files": "файлов",
    "polls": "опросов",
    "links": "карточек ссылки",
}


def sent(rendered: Rendered) -> AttachmentCounts:
    """The counts that this post should show."""
    kinds = [file.kind for file in rendered.files]
    moving = 0 if rendered.animation_is_photo else kinds.count(FileKind.ANIMATION)
    return AttachmentCounts(
        photos=rendered.photo_count,
        videos=kinds.count(FileKind.VIDEO),
        files=kinds.count(FileKind.DOCUMENT) + moving,
        polls=int(rendered.poll is not None),
        links=int(bool(rendered.link)),
    )


def missing(wanted: AttachmentCounts, here: AttachmentCounts) -> str:
    """The missing attachments, «фото 1 из 2, видео 0 из 1»; "" if none."""
    told = []
    for kind in fields(AttachmentCounts):
        there, full = getattr(here, kind.name), getattr(wanted, kind.name)
        if there is not None and full is not None and there < full:
            told.append(f"{_NAMES[kind.name]} {there} из {full}")
    return ", ".join(told)


def with_missing(how: str, lacking: str) -> str:
    """«VK показал запись» and, if anything is missing, what."""
    return f"{how}, но на ней {lacking}" if lacking else how

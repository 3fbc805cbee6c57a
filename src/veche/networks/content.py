"""The parts of a post and the limits of a network: plain dataclasses, no Django, no network calls."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture on disk, already checked by `kernel.uploads`. `sha256`, if given, is verified before sending."""

    path: Path
    mime: str
    alt: str = ""
    sha256: str = ""

    @property
    def content(self) -> str:
        """A key that is equal for two pictures with the same content, as far as it is known."""
        return self.sha256 or str(self.path)


@dataclass(frozen=True, slots=True)
class Subtitles:
    """A subtitle file, SRT or WebVTT, already checked by `kernel.subtitles`."""

    path: Path
    name: str
    mime: str
    sha256: str


class FileKind(StrEnum):
    """The kind of a file other than a photo. `posts.Media.kind` stores these values."""

    VIDEO = "video"
    ANIMATION = "animation"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A video, an animation or a document on disk, already checked by `kernel.uploads`.

    `name`: shown to readers of a document. `size`: bytes; `width`, `height`, `seconds`: 0 where not applicable.
    `cover`, `subtitles`: of a video only; a person adds those that the network does not accept
    (networks/video_extras.py).
    """

    path: Path
    kind: FileKind
    mime: str
    name: str
    sha256: str
    size: int
    alt: str = ""
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    cover: Photo | None = None
    subtitles: Subtitles | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll. `open_for`: time from publication; None: open as long as the post exists."""

    question: str
    options: tuple[str, ...]
    multiple: bool = False
    anonymous: bool = True
    open_for: timedelta | None = None


@dataclass(frozen=True, slots=True)
class OutgoingPost:
    """A post to publish: `photos`, then `files`, then at most one `link`, shown as a card.

    Parts that a network does not support are problems of `render` and are never dropped. `story`: publish as a story
    instead of a post.
    """

    text: str
    photos: tuple[Photo, ...] = ()
    files: tuple[MediaFile, ...] = ()
    poll: Poll | None = None
    link: str = ""
    story: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a post cannot be published in this network. `sentence`: Russian, what is wrong and what to do."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """The post as it will be published. Preview, counter and call all use this value.

    `length`, `limit`: in the network's own unit; `unit` names it for a person («знаков»). `link`: shown as a card under
    the text; a network without cards has it in the text. `animation_is_photo`: the network shows an animation among the
    photos.
    """

    text: str
    photos: tuple[Photo, ...]
    length: int
    limit: int
    problems: tuple[Problem, ...] = ()
    unit: str = "знаков"
    files: tuple[MediaFile, ...] = ()
    poll: Poll | None = None
    link: str = ""
    animation_is_photo: bool = False

    @property
    def photo_count(self) -> int:
        """The number of photos that the network shows; `PostNow` and `PostSeen` are compared with it."""
        moving = sum(file.kind is FileKind.ANIMATION for file in self.files) if self.animation_is_photo else 0
        return len(self.photos) + moving


@dataclass(frozen=True, slots=True)
class PollLimits:
    """Maximum lengths of question and answers in the network's own unit. `open_for`: the longest duration of a poll."""

    question: int
    option: int
    options: int
    open_for: timedelta | None = None


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Limits of one kind of file.

    `mimes` empty: any. `ratio`: narrowest and widest, width to height; None: not documented.
    """

    most_bytes: int
    mimes: frozenset[str] = frozenset()
    count: int = 10
    ratio: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one network; the source of each number is in `networks/<slug>/profile.py`.

    `photo_sides`: width plus height; `photo_side`: the longer side, None: not documented. `carries_files`: the acting
    call itself uploads the files, so it may take as long as they do.
    """

    text: int
    caption: int
    photos: int
    photo_bytes: int
    photo_sides: int
    photo_ratio: float
    comment: int
    call_seconds: float
    grace: timedelta
    poll: PollLimits | None = None
    carries_files: bool = False
    photo_side: int | None = None
    files: Mapping[FileKind, FileLimits] = field(default_factory=dict)

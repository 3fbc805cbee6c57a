"""What a post is made of, and the numbers by which a network measures it: plain dataclasses, no Django, no network."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture on disk, already checked by `kernel.uploads`. `sha256`, when given, is checked before it is sent."""

    path: Path
    mime: str
    alt: str = ""
    sha256: str = ""

    @property
    def content(self) -> str:
        """Equal for two pictures of one content, as far as it is known."""
        return self.sha256 or str(self.path)


@dataclass(frozen=True, slots=True)
class Subtitles:
    """A file of subtitles, SRT or WebVTT, already checked by `kernel.subtitles`."""

    path: Path
    name: str
    mime: str
    sha256: str


class FileKind(StrEnum):
    """What a file beside the photos is for a reader; `posts.Media.kind` stores these values."""

    VIDEO = "video"
    ANIMATION = "animation"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A video, a moving picture or a document on disk, already checked by `kernel.uploads`.

    `name` is what readers see of a document. `size` in bytes; `width`, `height`, `seconds` are 0 where there are none.
    `cover`, `subtitles`: of a video only; what a network does not take of them is a person's
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
    """A question to residents. `open_for` counts from its publication; None: open as long as the post stands."""

    question: str
    options: tuple[str, ...]
    multiple: bool = False
    anonymous: bool = True
    open_for: timedelta | None = None


@dataclass(frozen=True, slots=True)
class OutgoingPost:
    """`photos` stand before `files`; `link`, one at most, is shown as a card under them.

    What a network has no place for is a problem of `render`, never left out. `story`: not on the wall, but a story.
    """

    text: str
    photos: tuple[Photo, ...] = ()
    files: tuple[MediaFile, ...] = ()
    poll: Poll | None = None
    link: str = ""
    story: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a post cannot go to this network as it is. `sentence` is Russian: what is wrong and what to do."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """What will stand on the wall: preview, counter and call are all made from this one value.

    `length` and `limit` are in the network's own unit; `unit` names it for a person («знаков»). `link` is what stands
    under the text as a card; where a network has no card for it, it stands in the text. `animation_is_photo`: the
    network shows a moving picture among the photos.
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
        """How many photos the network shows of it: what `PostNow` and `PostSeen` are compared with."""
        moving = sum(file.kind is FileKind.ANIMATION for file in self.files) if self.animation_is_photo else 0
        return len(self.photos) + moving


@dataclass(frozen=True, slots=True)
class PollLimits:
    """Of the question and of each answer, in the network's own unit. `open_for`: how long a poll may last."""

    question: int
    option: int
    options: int
    open_for: timedelta | None = None


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Of one kind of file. `mimes` empty: any. `ratio`: narrowest and widest, width to height; None: not said."""

    most_bytes: int
    mimes: frozenset[str] = frozenset()
    count: int = 10
    ratio: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers of one network; the source of each stands beside it in `networks/<slug>/profile.py`.

    `photo_sides`: width and height together; `photo_side`: the longer of them, None: not said. `carries_files`:
    the acting call itself brings the files, so that it takes as long as they do.
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

"""What a network tells about an account: comments that came and went, posts that are shown. Plain dataclasses.

`timed` False: the network names no hour (VK, of an account itself), and `at` is when we heard of it.
"""

from dataclasses import dataclass, field
from datetime import datetime

from veche.networks.shown import Shown


@dataclass(frozen=True, slots=True)
class PictureRef:
    """Where a resident's picture can be fetched now: a URL (VK) or a file id (Telegram)."""

    ref: str


@dataclass(frozen=True, slots=True)
class CommentCame:
    """A comment written or edited. `dedup` is unique in the account; the same event twice has the same value."""

    dedup: str
    comment_id: str
    post_id: str
    thread_id: str
    author_id: str
    author_name: str
    text: str
    at: datetime
    pictures: tuple[PictureRef, ...] = ()
    reply_to: str = ""
    edited: bool = False
    ours: bool = False


@dataclass(frozen=True, slots=True)
class CommentGone:
    """The network says that a comment was deleted (VK only; Telegram never tells)."""

    dedup: str
    comment_id: str
    post_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CommentBack:
    dedup: str
    comment_id: str
    post_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PostSeen:
    """The network shows a post of this account: the proof that `outbox.seen()` waits for.

    Compare its text by `networks.text.canonical`, never as it is. `photo_count` is exact, except in Telegram, where an
    album comes as several updates, of which the one with the text is told: there it may be less (`photos_exact`).
    `shown`: exact in all it names, also in Telegram.
    """

    dedup: str
    post_id: str
    text: str
    photo_count: int
    at: datetime
    url: str = ""
    thread_id: str = ""
    question: str = ""
    photos_exact: bool = True
    shown: Shown = field(default_factory=Shown)


@dataclass(frozen=True, slots=True)
class PostChanged:
    """The network says that the words of a post of this account were changed, by whomever (Telegram only)."""

    dedup: str
    post_id: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PostGone:
    """The network says that a post of this account was removed, by whomever (MAX only)."""

    dedup: str
    post_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageCame:
    """A private message of a resident to the account, or our own answer seen there (`ours`)."""

    dedup: str
    message_id: str
    peer_id: str
    author_id: str
    author_name: str
    text: str
    at: datetime
    pictures: tuple[PictureRef, ...] = ()
    edited: bool = False
    ours: bool = False


@dataclass(frozen=True, slots=True)
class AuthorRestricted:
    """Somebody may not comment any more, by whomever. `until` None: for good."""

    dedup: str
    author_id: str
    author_name: str
    at: datetime
    until: datetime | None = None
    timed: bool = True


@dataclass(frozen=True, slots=True)
class AuthorReleased:
    dedup: str
    author_id: str
    author_name: str
    at: datetime
    timed: bool = True


@dataclass(frozen=True, slots=True)
class AdministratorChanged:
    """Somebody became an administrator, ceased to be one, or has other rights; "" is none, else the network's word."""

    dedup: str
    person_id: str
    name: str
    before: str
    after: str
    at: datetime
    by_id: str = ""
    timed: bool = True


@dataclass(frozen=True, slots=True)
class PageChanged:
    """A setting of the account was changed in the network: title, description, avatar, cover, or its own word."""

    dedup: str
    what: str
    before: str
    after: str
    at: datetime
    by_id: str = ""
    timed: bool = True


type Event = (
    CommentCame
    | CommentGone
    | CommentBack
    | PostSeen
    | PostChanged
    | PostGone
    | MessageCame
    | AuthorRestricted
    | AuthorReleased
    | AdministratorChanged
    | PageChanged
)

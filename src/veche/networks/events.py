"""Events that networks report about an account, as plain dataclasses.

`timed` False: the network gives no time (VK, events of the account itself); `at` is when we received the event.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from veche.networks.shown import AttachmentCounts


@dataclass(frozen=True, slots=True)
class PictureRef:
    """Where a resident's picture can be fetched at present: a URL (VK) or a file id (Telegram)."""

    ref: str


class Place(StrEnum):
    """What a comment stands under; `profile.posts.place_of` tells it by the id. SUGGESTED: it is the post itself that
    a resident suggests."""

    POST = "post"
    PHOTO = "photo"
    VIDEO = "video"
    TOPIC = "topic"
    SUGGESTED = "suggest"


@dataclass(frozen=True, slots=True)
class CommentCame:
    """A comment was written or edited. `dedup`: unique in the account; a repeated event has the same value.

    `post_id`: of the post, or of what else it stands under; `url`: the address of that, "" for a post.
    """

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
    url: str = ""


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """The title of what comments stand under (VK's topics), told apart from the comments."""

    dedup: str
    post_id: str
    title: str


@dataclass(frozen=True, slots=True)
class CommentGone:
    """A comment was deleted (reported by VK only)."""

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

    Compare the text with `networks.text.canonical`. `photo_count` is exact except in Telegram: an album arrives as
    several updates, and only the one with the text is reported, so the count may be too low (`photos_exact`). The
    counts in `shown` are exact, also in Telegram. `album`: the same for all messages of one album, "" without one;
    `repost`: the post shows a post of another page.
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
    shown: AttachmentCounts = field(default_factory=AttachmentCounts)
    album: str = ""
    repost: bool = False


@dataclass(frozen=True, slots=True)
class PostChanged:
    """The text of a post of this account was changed by somebody (reported by Telegram only)."""

    dedup: str
    post_id: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PostGone:
    """A post of this account was deleted by somebody (reported by MAX only)."""

    dedup: str
    post_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PollCounted:
    """The votes of a poll of this account changed (reported by Telegram only, which does not name the post)."""

    dedup: str
    poll_id: str
    question: str
    options: tuple[str, ...]
    votes: tuple[int, ...]
    voters: int
    closed: bool
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
    """Somebody may no longer comment. `until` None: for good."""

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
    """An administrator was added, removed or given other rights. `before`, `after`: the network's word, "" for none."""

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
    """A setting of the account was changed. `what`: title, description, avatar, cover, or the network's own word."""

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
    | PlaceNamed
    | PostSeen
    | PostChanged
    | PostGone
    | PollCounted
    | MessageCame
    | AuthorRestricted
    | AuthorReleased
    | AdministratorChanged
    | PageChanged
)

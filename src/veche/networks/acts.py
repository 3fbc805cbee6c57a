"""What Veche may ask of a network, one plain dataclass for each act; the outbox stores them (networks/payload.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from veche.networks.content import OutgoingPost, Photo


class Verb(StrEnum):
    """What an act does in a network; `outbox.Act.verb` stores these values."""

    PUBLISH = "publish"
    REPLY = "reply"
    DELETE_COMMENT = "delete_comment"
    RESTORE_COMMENT = "restore_comment"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    PIN = "pin"
    UNPIN = "unpin"
    RESTRICT_AUTHOR = "restrict_author"
    RELEASE_AUTHOR = "release_author"
    ANSWER_MESSAGE = "answer_message"
    DESCRIBE = "describe"
    SET_AVATAR = "set_avatar"
    SET_COVER = "set_cover"
    START_LIVE = "start_live"
    STOP_LIVE = "stop_live"


@dataclass(frozen=True, slots=True)
class Publish:
    post: OutgoingPost
    verb: ClassVar[Verb] = Verb.PUBLISH


@dataclass(frozen=True, slots=True)
class Reply:
    """Answer to a comment in the account's own name. `thread_id` is Telegram's root message in the linked group."""

    post_id: str
    comment_id: str
    text: str
    thread_id: str = ""
    verb: ClassVar[Verb] = Verb.REPLY


@dataclass(frozen=True, slots=True)
class DeleteComment:
    post_id: str
    comment_id: str
    verb: ClassVar[Verb] = Verb.DELETE_COMMENT


@dataclass(frozen=True, slots=True)
class RestoreComment:
    post_id: str
    comment_id: str
    verb: ClassVar[Verb] = Verb.RESTORE_COMMENT


@dataclass(frozen=True, slots=True)
class Edit:
    """Other words or pictures for a post of ours that stands. `before` is what stands there by our books.

    `made`: what `prepare` made for `before`, so that a picture that stays is not uploaded again. `more_ids` are the
    further messages of an album.
    """

    post_id: str
    post: OutgoingPost
    before: OutgoingPost
    made: Mapping[str, str] = field(default_factory=dict)
    more_ids: tuple[str, ...] = ()
    verb: ClassVar[Verb] = Verb.EDIT


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take a post off the wall, an album with all its messages."""

    post_id: str
    more_ids: tuple[str, ...] = ()
    verb: ClassVar[Verb] = Verb.WITHDRAW


@dataclass(frozen=True, slots=True)
class Pin:
    """Keep a post on top. Where a network pins one only, the former is let go by it."""

    post_id: str
    verb: ClassVar[Verb] = Verb.PIN


@dataclass(frozen=True, slots=True)
class Unpin:
    post_id: str
    verb: ClassVar[Verb] = Verb.UNPIN


@dataclass(frozen=True, slots=True)
class RestrictAuthor:
    """A resident may not comment here: until a moment, or for good (`until` None).

    OK restricts only together with a comment of theirs that goes (`post_id`, `comment_id`). `words` is what the
    resident is told where a network tells anything (VK).
    """

    author_id: str
    until: datetime | None = None
    post_id: str = ""
    comment_id: str = ""
    words: str = ""
    verb: ClassVar[Verb] = Verb.RESTRICT_AUTHOR


@dataclass(frozen=True, slots=True)
class ReleaseAuthor:
    author_id: str
    verb: ClassVar[Verb] = Verb.RELEASE_AUTHOR


@dataclass(frozen=True, slots=True)
class AnswerMessage:
    """An answer in a private conversation that a resident has begun. `message_id` is what it answers, or ""."""

    peer_id: str
    text: str
    message_id: str = ""
    verb: ClassVar[Verb] = Verb.ANSWER_MESSAGE


@dataclass(frozen=True, slots=True)
class Describe:
    """The words on the account's page that say whose it is."""

    text: str
    verb: ClassVar[Verb] = Verb.DESCRIBE


@dataclass(frozen=True, slots=True)
class SetAvatar:
    photo: Photo
    verb: ClassVar[Verb] = Verb.SET_AVATAR


@dataclass(frozen=True, slots=True)
class SetCover:
    photo: Photo
    verb: ClassVar[Verb] = Verb.SET_COVER


@dataclass(frozen=True, slots=True)
class StartLive:
    """A stream of the account itself; the network gives an address and a key to send it to (`Done.confidential`)."""

    title: str
    description: str = ""
    verb: ClassVar[Verb] = Verb.START_LIVE


@dataclass(frozen=True, slots=True)
class StopLive:
    video_id: str
    verb: ClassVar[Verb] = Verb.STOP_LIVE


type Act = (
    Publish
    | Reply
    | DeleteComment
    | RestoreComment
    | Edit
    | Withdraw
    | Pin
    | Unpin
    | RestrictAuthor
    | ReleaseAuthor
    | AnswerMessage
    | Describe
    | SetAvatar
    | SetCover
    | StartLive
    | StopLive
)

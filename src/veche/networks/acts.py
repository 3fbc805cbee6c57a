"""What Veche may do in a network: one dataclass per act. The outbox stores them (networks/payload.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from veche.networks.content import OutgoingPost, Photo


class Verb(StrEnum):
    """The kinds of acts. `outbox.Act.verb` stores these values."""

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
    DELETE_MESSAGE = "delete_message"
    DESCRIBE = "describe"
    SET_AVATAR = "set_avatar"
    SET_COVER = "set_cover"
    START_LIVE = "start_live"
    STOP_LIVE = "stop_live"
    SET_COMMENT_MODE = "set_comment_mode"


@dataclass(frozen=True, slots=True)
class Publish:
    post: OutgoingPost
    verb: ClassVar[Verb] = Verb.PUBLISH


@dataclass(frozen=True, slots=True)
class Reply:
    """Answer a comment in the account's own name. `thread_id`: Telegram's root message in the linked group.

    `comment_id` "": comment on the post itself.
    """

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
    """Change the text or the media of a published post. `before`: the post as published, by our records.

    `made`: parts that `prepare` made for `before`, so that unchanged media are not uploaded again. `more_ids`: the
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
    """Delete a post, an album with all its messages."""

    post_id: str
    more_ids: tuple[str, ...] = ()
    verb: ClassVar[Verb] = Verb.WITHDRAW


@dataclass(frozen=True, slots=True)
class Pin:
    """Pin a post. A network that allows one pinned post unpins the former one."""

    post_id: str
    verb: ClassVar[Verb] = Verb.PIN


@dataclass(frozen=True, slots=True)
class Unpin:
    post_id: str
    verb: ClassVar[Verb] = Verb.UNPIN


@dataclass(frozen=True, slots=True)
class RestrictAuthor:
    """Forbid a person to comment until a moment, or for good (`until` None).

    OK restricts only together with deleting one of their comments (`post_id`, `comment_id`). `words`: the reason shown
    to the person, where the network shows one (VK). `ground`: spam, insult or obscene, for a network that has a code of
    its own for it; "" for the law and for none of these.
    """

    author_id: str
    until: datetime | None = None
    post_id: str = ""
    comment_id: str = ""
    words: str = ""
    ground: str = ""
    verb: ClassVar[Verb] = Verb.RESTRICT_AUTHOR


@dataclass(frozen=True, slots=True)
class ReleaseAuthor:
    author_id: str
    verb: ClassVar[Verb] = Verb.RELEASE_AUTHOR


@dataclass(frozen=True, slots=True)
class AnswerMessage:
    """Answer in a private conversation that a resident began. `message_id`: the message answered, or ""."""

    peer_id: str
    text: str
    message_id: str = ""
    verb: ClassVar[Verb] = Verb.ANSWER_MESSAGE


@dataclass(frozen=True, slots=True)
class DeleteMessage:
    """Delete a resident's private message: in VK from the community's side, in Telegram for both."""

    peer_id: str
    message_id: str
    verb: ClassVar[Verb] = Verb.DELETE_MESSAGE


@dataclass(frozen=True, slots=True)
class Describe:
    """Change the account's description."""

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
    """Start a live stream of the account. The network returns an address and a stream key (`Done.confidential`)."""

    title: str
    description: str = ""
    verb: ClassVar[Verb] = Verb.START_LIVE


@dataclass(frozen=True, slots=True)
class StopLive:
    video_id: str
    verb: ClassVar[Verb] = Verb.STOP_LIVE


class CommentMode(StrEnum):
    OPEN = "open"
    LIMITED = "limited"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class SetCommentMode:
    """Open, limit or close the comments under one post, or with `post_id` "" those of the whole account.

    `before`: the account's own setting that stood before it was limited or closed, as the adapter has kept it in the
    parts of that act (`comment_modes.BEFORE`): opening puts it back. "": not known.
    """

    mode: CommentMode
    post_id: str = ""
    before: str = ""
    verb: ClassVar[Verb] = Verb.SET_COMMENT_MODE


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
    | DeleteMessage
    | Describe
    | SetAvatar
    | SetCover
    | StartLive
    | StopLive
    | SetCommentMode
)

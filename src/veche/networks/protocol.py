"""What a social network is for Veche: plain dataclasses in and out, no Django, no database.

An adapter is opened for one account (`networks.registry.open_network`) with its address, its keys and a door to the
outside (`kernel.http.Door`). Every call has a deadline and ends in one of three ways: it returns (happened), it raises
`NetworkError(maybe_done=False)` (did not happen), or `NetworkError(maybe_done=True)` (nobody knows: look it up).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol
from uuid import UUID

from veche.networks.acts import (
    Act,
    AnswerMessage,
    CommentMode,
    DeleteComment,
    DeleteMessage,
    Describe,
    Edit,
    Pin,
    Publish,
    ReleaseAuthor,
    Reply,
    RestoreComment,
    RestrictAuthor,
    SetAvatar,
    SetCommentMode,
    SetCover,
    StartLive,
    StopLive,
    Unpin,
    Verb,
    Withdraw,
)
from veche.networks.answers import (
    Absent,
    Administrator,
    Answer,
    CannotTell,
    Done,
    Found,
    InboxPage,
    LookUp,
    PollCount,
    PostList,
    PostNow,
    PostStatistics,
    Rank,
    SecretLike,
    WebhookRequest,
)
from veche.networks.content import (
    FileKind,
    FileLimits,
    Limits,
    MediaFile,
    OutgoingPost,
    Photo,
    Poll,
    PollLimits,
    Problem,
    Rendered,
    Subtitles,
)
from veche.networks.events import (
    AdministratorChanged,
    AuthorReleased,
    AuthorRestricted,
    CommentBack,
    CommentCame,
    CommentGone,
    Event,
    MessageCame,
    PageChanged,
    PictureRef,
    Place,
    PlaceNamed,
    PollCounted,
    PostChanged,
    PostGone,
    PostSeen,
)

if TYPE_CHECKING:
    from veche.networks.profile import NetworkProfile

__all__ = (  # parts of the protocol, imported from here
    "Absent",
    "Act",
    "Administrator",
    "AdministratorChanged",
    "Answer",
    "AnswerMessage",
    "AuthorReleased",
    "AuthorRestricted",
    "CannotTell",
    "CommentBack",
    "CommentCame",
    "CommentGone",
    "CommentMode",
    "DeleteComment",
    "DeleteMessage",
    "Describe",
    "Done",
    "Edit",
    "Event",
    "FileKind",
    "FileLimits",
    "Found",
    "InboxPage",
    "Limits",
    "LookUp",
    "MediaFile",
    "MessageCame",
    "OutgoingPost",
    "PageChanged",
    "Photo",
    "PictureRef",
    "Pin",
    "Place",
    "PlaceNamed",
    "Poll",
    "PollCount",
    "PollCounted",
    "PollLimits",
    "PostChanged",
    "PostGone",
    "PostList",
    "PostNow",
    "PostSeen",
    "PostStatistics",
    "Problem",
    "Publish",
    "Rank",
    "ReleaseAuthor",
    "Rendered",
    "Reply",
    "RestoreComment",
    "RestrictAuthor",
    "SecretLike",
    "SetAvatar",
    "SetCommentMode",
    "SetCover",
    "StartLive",
    "StopLive",
    "Subtitles",
    "Unpin",
    "Verb",
    "WebhookRequest",
    "Withdraw",
)


class Operation(StrEnum):
    """What a key may be able to do: the rows of «паспорт ключа».

    PIN includes unpinning, RUN_LIVE starting and stopping. REPLY_IN_PLACE: answer under photos and videos and in
    topics; MODERATE_TOPICS: delete and restore in topics (`operations.operation_in`).
    """

    PUBLISH_TEXT = "publish_text"
    PUBLISH_PHOTO = "publish_photo"
    PUBLISH_ALBUM = "publish_album"
    PUBLISH_LINK = "publish_link"
    PUBLISH_ANIMATION = "publish_animation"
    PUBLISH_VIDEO = "publish_video"
    PUBLISH_DOCUMENT = "publish_document"
    PUBLISH_POLL = "publish_poll"
    PUBLISH_STORY = "publish_story"
    PUBLISH_LIVE = "publish_live"
    PROVE = "prove"
    READ_COMMENTS = "read_comments"
    REPLY = "reply"
    DELETE_COMMENT = "delete_comment"
    RESTORE_COMMENT = "restore_comment"
    REPLY_IN_PLACE = "reply_in_place"
    MODERATE_TOPICS = "moderate_topics"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    PIN = "pin"
    READ_BACK = "read_back"
    LIST_POSTS = "list_posts"
    STATISTICS = "statistics"
    RESTRICT_AUTHOR = "restrict_author"
    RELEASE_AUTHOR = "release_author"
    READ_MESSAGES = "read_messages"
    ANSWER_MESSAGE = "answer_message"
    DELETE_MESSAGE = "delete_message"
    DESCRIBE = "describe"
    SET_AVATAR = "set_avatar"
    SET_COVER = "set_cover"
    RUN_LIVE = "run_live"
    SET_COMMENT_MODE = "set_comment_mode"
    READ_ADMINISTRATORS = "read_administrators"


class Slot(StrEnum):
    """A place for a key. VK has two: its community key cannot upload a photo (error 27).

    OK has three parts of one key: the administrator's token, the application's public key, and the secret to sign with.
    """

    COMMUNITY = "community"
    ADMIN = "admin"
    BOT = "bot"
    APPLICATION = "application"
    SECRET = "secret"  # noqa: S105 -- a slot's name


type Keys = Mapping[Slot, SecretLike]


@dataclass(frozen=True, slots=True)
class Ability:
    """Whether an operation works. `mode`: auto | by_hand | absent; `why` and `steps`: Russian, shown unchanged."""

    mode: str
    why: str = ""
    slot: Slot | None = None
    steps: tuple[str, ...] = ()


type Parts = Mapping[str, str]


# Values of `NetworkError.code` that other rooms test: the post of an act does not exist any more; its text is longer
# than the network accepts (also a `Problem.code`); the needed key is missing.
POST_GONE, TOO_LONG, NO_KEY = "post_gone", "too_long", "no_key"


class NetworkError(Exception):
    """A call that failed.

    `permanent`: the same call will never work; `maybe_done`: the outcome is unknown, look it up; `retry_after`: seconds
    that the network asked to wait; `advice`: Russian, what happened and what to do; `key_slot`: the key to blame.
    `code`: the network's own code with a prefix («vk_214»); without an answer the reason of `kernel.http` («timeout»,
    `PACED`); or one of ours, of which other rooms test those above.
    """

    def __init__(
        self,
        advice: str,
        *,
        permanent: bool = False,
        maybe_done: bool = False,
        retry_after: float | None = None,
        key_slot: Slot | None = None,
        code: str = "",
    ) -> None:
        super().__init__(advice)
        self.advice = advice
        self.permanent = permanent
        self.maybe_done = maybe_done
        self.retry_after = retry_after
        self.key_slot = key_slot
        self.code = code


class Network(Protocol):
    """One account in one network. Deadlines are absolute `time.monotonic()` seconds."""

    profile: ClassVar["NetworkProfile"]

    def abilities(self, *, deadline: float) -> Mapping[Operation, Ability]:
        """Ask the network what the present keys may do."""

    @staticmethod
    def render(post: OutgoingPost) -> Rendered:
        """The post exactly as it will be published, its length, and its problems.

        Calls no network and needs no account: `registry.render_post(slug, post)`. Reads the photos' files.
        """

    @staticmethod
    def render_reply(text: str) -> Rendered: ...

    def prepare(self, act: Act, parts: Parts, *, deadline: float) -> Iterator[Parts]:
        """Upload what is missing; after each upload yield all parts so far. Safe to repeat or to abandon."""

    def perform(self, act: Act, parts: Parts, *, key: UUID, deadline: float) -> Done:
        """Make the one call that changes something.

        Raises `errors.unknown_act` for an act that this network does not know: nothing was done, a person takes over.
        """

    def may_repeat(self, act: Act, *, first_call: datetime, now: datetime) -> bool:
        """True if `perform` with the same key cannot act twice (VK's wall.post heeds its guid for an hour; a deletion).

        Edits, withdrawals and pins can be repeated: the second call finds them done.
        """

    def look_up(
        self,
        act: Act,
        *,
        key: UUID,
        since: datetime,
        remote_id: str,
        deadline: float,
        taken: frozenset[str] = frozenset(),
    ) -> LookUp:
        """Look up whether the act happened. `remote_id`: "" if the answer was lost.

        `taken`: ids that belong to other acts of ours, so that of two posts with the same text each act finds its own.
        """

    def read_back(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostNow]:
        """The present state of these posts. Posts missing in the result were not checked: ask again later.

        Changes nothing. Raises `NetworkError`, also if the keys cannot read (`Operation.READ_BACK`).
        """

    def list_posts(self, since: datetime, *, deadline: float) -> PostList:
        """The account's own posts since then, whoever published them; no replies, no posts of residents.

        Changes nothing. Raises `NetworkError`, also if the keys cannot read (`Operation.LIST_POSTS`).
        """

    def statistics(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostStatistics]:
        """Counters of these posts.

        Posts missing in the result were not checked or do not exist. Raises `NetworkError`.
        """

    def comment_modes(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, CommentMode]:
        """Who may comment now: in the whole account under "", and under these posts.

        What is missing in the result the network does not tell. Raises `NetworkError`.
        """

    def administrators(self, *, deadline: float) -> tuple[Administrator, ...]:
        """Administrators of the account in the network, the owner first.

        Raises `NetworkError` (`READ_ADMINISTRATORS`).
        """

    def fetch_inbox(self, cursor: str, *, deadline: float) -> InboxPage:
        """New events since `cursor`. Returns at once, also without events.

        Cursor "": from the present on (VK), or all that the network still keeps (Telegram: up to 24 hours).
        """

    def parse_webhook(self, request: WebhookRequest) -> Answer:
        """Parse a webhook request.

        Raises `WebhookRefused` if the secret is wrong or unreadable; unreadable events are a gap.
        """

    def fetch_picture(self, ref: PictureRef, *, deadline: float) -> bytes: ...


class WebhookRefused(Exception):
    """The request is not from this network or lacks our secret. The text is for the log, never for the caller."""

"""What networks answer: results of acts and look-ups, statistics, administrators, pages of the inbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from veche.networks.events import Event, PostSeen
from veche.networks.shown import AttachmentCounts


class SecretLike(Protocol):
    """A key whose value is read only by an explicit call (`kernel.crypto.Secret`)."""

    def reveal(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Done:
    """The network accepted the act. `proven`: True only if the answer itself proves it and no look-up is needed.

    `remote_id`: the post, or the comment written, deleted or restored. A Telegram album is several messages: the first
    is `remote_id`, the others `more_ids`. `confidential`: the address and the key of a stream on two lines, shown to
    one person and never logged. `missing`: parts that the answer shows to be missing.
    """

    remote_id: str
    url: str = ""
    more_ids: tuple[str, ...] = ()
    proven: bool = False
    missing: str = ""
    confidential: SecretLike | None = None


@dataclass(frozen=True, slots=True)
class Found:
    remote_id: str
    url: str = ""
    how: str = ""  # Russian, starts in lower case: shown with the attempt
    missing: str = ""  # parts that are missing, «видео 0 из 1» (networks/shown.py)


@dataclass(frozen=True, slots=True)
class Absent:
    """The network was asked and has no such object. Counts only after the call's deadline plus `limits.grace`."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """The network cannot be asked, or its answer proves nothing. `why`: Russian.

    `unknown_post`: everything was read, and the only obstacle is a recent post that we do not know.
    """

    why: str
    unknown_post: bool = False


type LookUp = Found | Absent | CannotTell


@dataclass(frozen=True, slots=True)
class PostNow:
    """The present state of a post of ours. `stands`: the post exists; `text` None: the network does not return it."""

    stands: bool
    text: str | None = None
    shown: AttachmentCounts = field(default_factory=AttachmentCounts)


@dataclass(frozen=True, slots=True)
class PollCount:
    """Votes of a poll, in the order of its answers. `voters`: people, None where the network does not tell."""

    votes: tuple[int, ...]
    voters: int | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class PostList:
    """Posts of an account as the network lists them. `whole`: False if older ones of that time were not read."""

    posts: tuple[PostSeen, ...]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class PostStatistics:
    """Counters of a post of ours. None: the network does not return this counter, or the post has no poll."""

    views: int | None = None
    likes: int | None = None
    reposts: int | None = None
    comments: int | None = None
    poll: PollCount | None = None


class Rank(StrEnum):
    OWNER = "owner"
    ADMINISTRATOR = "administrator"
    EDITOR = "editor"
    MODERATOR = "moderator"
    ADVERTISER = "advertiser"


@dataclass(frozen=True, slots=True)
class Administrator:
    """A person or bot that manages the account in the network.

    `rights`: in the network's words; `bot` may be our own.
    """

    person_id: str
    name: str
    rank: Rank
    rights: tuple[str, ...] = ()
    bot: bool = False


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of new events.

    `gap`: "" or a Russian sentence: which events the network did not keep and what to check.
    """

    events: tuple[Event, ...]
    cursor: str
    more: bool = False
    gap: str = ""


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a webhook request: VK expects its confirmation string or «ok». `gap`: as in `InboxPage`."""

    events: tuple[Event, ...]
    body: str = "ok"
    status: int = 200
    gap: str = ""

"""What a network answers, as every room sees it: what was done, what was found, what is counted, who runs a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from veche.networks.events import Event
from veche.networks.shown import Shown


class SecretLike(Protocol):
    """A key that shows itself only to who asks by name (`kernel.crypto.Secret`)."""

    def reveal(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Done:
    """The network took it. `proven` is True only when the answer itself is the proof (nothing to look up).

    `remote_id` is the post, or the comment that was written, deleted or restored. An album in Telegram is several
    messages: the first is `remote_id`, the others are `more_ids`. `confidential`: for one person's eyes, in no log: the
    address and the key of a stream, on two lines. `missing`: what the answer itself shows to be left out of it.
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
    how: str = ""  # Russian, begins small: it is shown with the attempt
    missing: str = ""  # of what was sent, «видео 0 из 1» (networks/shown.py)


@dataclass(frozen=True, slots=True)
class Absent:
    """The network was asked and has nothing of the kind. Counts only after the call's deadline plus `limits.grace`."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """Asking is impossible or proves nothing; `why` is Russian.

    `unknown_post`: all was read, and all that stands in the way is a recent post that nobody here knows.
    """

    why: str
    unknown_post: bool = False


type LookUp = Found | Absent | CannotTell


@dataclass(frozen=True, slots=True)
class PostNow:
    """How a post of ours stands in the network now. `text` None: the network does not show it to us."""

    stands: bool
    text: str | None = None
    shown: Shown = field(default_factory=Shown)


@dataclass(frozen=True, slots=True)
class PostStatistics:
    """What the network counts under a post of ours now. None: this network does not show it to us."""

    views: int | None = None
    likes: int | None = None
    reposts: int | None = None
    comments: int | None = None


class Rank(StrEnum):
    OWNER = "owner"
    ADMINISTRATOR = "administrator"
    EDITOR = "editor"
    MODERATOR = "moderator"
    ADVERTISER = "advertiser"


@dataclass(frozen=True, slots=True)
class Administrator:
    """Who runs the account in the network itself. `rights`: the network's own words; `bot`: a program, perhaps ours."""

    person_id: str
    name: str
    rank: Rank
    rights: tuple[str, ...] = ()
    bot: bool = False


@dataclass(frozen=True, slots=True)
class InboxPage:
    """`gap` is "" or one Russian sentence: what the network did not keep for us, and what a person should look at."""

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
    """What the webhook must answer: VK wants its confirmation string or a plain «ok». `gap`: as of `InboxPage`."""

    events: tuple[Event, ...]
    body: str = "ok"
    status: int = 200
    gap: str = ""

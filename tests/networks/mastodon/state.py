"""State of the strict server: accounts, statuses, attachments, notifications. In memory, one server at a time.

Written from docs.joinmastodon.org (entities) only; it shares no code with the adapter.
"""

import hashlib
import itertools
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

FIRST_ID = 113_577_300_000_000_000
ALL = ("read", "write")
# The number of reads after which a video is processed.
LOOKS = 2
KEYS_LIVE_SECONDS = 3600.0


@dataclass
class Account:
    id: str
    username: str
    title: str
    token: str = ""
    scopes: tuple[str, ...] = ALL
    revoked: bool = False
    note: str = ""
    avatar: str = ""
    header: str = ""
    blocks: set[str] = field(default_factory=set)


@dataclass
class Media:
    id: str
    owner: str
    kind: str
    mime: str
    body: bytes
    description: str | None = None
    used: bool = False
    looks: int = 0

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


@dataclass
class Poll:
    id: str
    options: list[str]
    multiple: bool
    expires_at: float
    votes: dict[str, int] = field(default_factory=dict)  # the chosen answer by voter


@dataclass
class Status:
    id: str
    account: Account
    text: str
    visibility: str
    media: list[Media]
    poll: Poll | None
    above: str | None
    at: float
    edited_at: float | None = None
    deleted: bool = False
    pinned: bool = False


@dataclass
class Notification:
    id: str
    owner: str
    kind: str
    status: Status


class State:
    """`limits`: `configuration` of the instance. `era`: 2, or 1 for a server without version 2 of the instance."""

    def __init__(self) -> None:
        self._numbers = itertools.count(FIRST_ID, 65_536)
        self.accounts: dict[str, Account] = {}
        self.statuses: dict[str, Status] = {}
        self.media: dict[str, Media] = {}
        self.notifications: list[Notification] = []
        self.keys: dict[tuple[str, str], tuple[float, str]] = {}
        self.era = 2
        self.limits: dict[str, Any] = configuration()

    def number(self) -> str:
        return str(next(self._numbers))

    def add_account(self, title: str, *, username: str = "", with_token: bool = False) -> Account:
        number = self.number()
        token = secrets.token_urlsafe(32) if with_token else ""
        account = Account(number, username or f"user{number[-9:]}", title, token)
        self.accounts[number] = account
        return account

    def person(self, name: str) -> Account:
        """A resident by display name."""
        known = (one for one in self.accounts.values() if one.title == name and not one.token)
        return next(known, None) or self.add_account(name)

    def by_token(self, token: str) -> Account | None:
        return next((one for one in self.accounts.values() if one.token and one.token == token), None)

    def named(self, username: str) -> Account | None:
        return next((one for one in self.accounts.values() if one.username.lower() == username.lower()), None)

    def find(self, number: str) -> Status | None:
        found = self.statuses.get(number)
        return found if found and not found.deleted else None

    def of_account(self, account: Account) -> list[Status]:
        """Newest first."""
        found = [one for one in self.statuses.values() if one.account is account and not one.deleted]
        return sorted(found, key=lambda one: int(one.id), reverse=True)

    def above(self, status: Status) -> list[Status]:
        """The statuses above, root first."""
        found: list[Status] = []
        while status.above and (parent := self.find(status.above)):
            found.insert(0, parent)
            status = parent
        return found

    def below(self, status: Status) -> Iterator[Status]:
        for one in sorted(self.statuses.values(), key=lambda one: int(one.id)):
            if one.above == status.id and not one.deleted:
                yield one
                yield from self.below(one)

    def root(self, status: Status) -> Status:
        return [*self.above(status), status][0]

    def write(
        self,
        account: Account,
        text: str,
        *,
        visibility: str = "public",
        media: list[Media] | None = None,
        poll: Poll | None = None,
        above: str | None = None,
    ) -> Status:
        status = Status(self.number(), account, text, visibility, media or [], poll, above, time.time())
        for one in status.media:
            one.used = True
        self.statuses[status.id] = status
        self._tell(status)
        return status

    def _tell(self, status: Status) -> None:
        """Notify everyone mentioned, except the author and those who block the author."""
        for account in self.mentioned(status.text):
            if account is not status.account and status.account.id not in account.blocks:
                self.notifications.append(Notification(self.number(), account.id, "mention", status))

    def mentioned(self, text: str) -> list[Account]:
        return [one for one in self.accounts.values() if names(text, one.username)]


def names(text: str, username: str) -> bool:
    return any(word.strip(".,:;!?").lower() == f"@{username.lower()}" for word in text.split())


def configuration() -> dict[str, Any]:
    """The defaults of Mastodon 4.5."""
    return {
        "statuses": {"max_characters": 500, "max_media_attachments": 4, "characters_reserved_per_url": 23},
        "media_attachments": {
            "description_limit": 1500,
            "image_size_limit": 16_777_216,
            "image_matrix_limit": 33_177_600,
            "video_size_limit": 103_809_024,
            "supported_mime_types": [
                "image/jpeg",
                "image/png",
                "image/gif",
                "image/webp",
                "video/webm",
                "video/mp4",
                "video/quicktime",
            ],
        },
        "polls": {
            "max_options": 4,
            "max_characters_per_option": 50,
            "min_expiration": 300,
            "max_expiration": 2_629_746,
        },
        "accounts": {"max_note_length": 500, "max_pinned_statuses": 5},
    }


def stamp(at: float | None) -> str | None:
    return (
        None
        if at is None
        else datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )

"""What the store hands out. Times are Unix seconds, as in both networks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Account:
    """A VK community (`id` = group id, positive) or a Telegram chat (`id` = chat id; kind channel or supergroup)."""

    network: str
    id: int
    kind: str
    title: str
    name: str = ""
    linked_id: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    network: str
    id: int
    name: str
    is_bot: bool = False
    username: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is bot (Telegram, MAX), community, admin, vk_id or service (VK), lasting (OK).

    `user_id` is the bot's or the person's id.
    """

    value: str
    network: str
    kind: str
    user_id: int | None
    account_id: int | None
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """What a bot or a person is in an account: status creator, administrator, member, left or kicked."""

    network: str
    user_id: int
    account_id: int
    status: str
    rights: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Photo:
    """`id` is numbered per owner (VK), `key` is unguessable (Telegram's file, the address of the public page)."""

    pk: int
    network: str
    owner_id: int
    id: int
    key: str
    mime: str
    size: int
    width: int
    height: int
    sha256: str


@dataclass(frozen=True, slots=True)
class File:
    """A video, an animation or a document (`kind`); `id` is numbered per owner, `key` is unguessable."""

    pk: int
    network: str
    owner_id: int
    id: int
    key: str
    kind: str
    name: str
    mime: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Poll:
    """`votes`: for each option how many; `voters`: how many people took part. `closes_at` in Unix seconds.

    `rules` are what only one network knows of it.
    """

    pk: int
    network: str
    owner_id: int
    id: int
    question: str
    options: tuple[str, ...]
    multiple: bool
    anonymous: bool
    closes_at: int | None
    closed: bool
    at: int
    votes: tuple[int, ...]
    voters: int
    rules: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is to stand in a place; the fields are those of `Entry`. `post` is (place, id) of the post it belongs to."""

    network: str
    place: int
    kind: str
    author_id: int
    author_name: str
    text: str
    photos: tuple[Photo, ...] = ()
    post: tuple[int, int] | None = None
    reply_to: int | None = None
    thread: int | None = None
    album: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that stands in a place: kind post, comment, forward (Telegram's automatic one) or message.

    Posts and comments of one place share one numbering, as in VK's walls and Telegram's chats. `post_place` and
    `post_id` say to which post a comment or forward belongs; `album` is common to the messages of a Telegram album.
    `extra["files"]` are rows of the table of files, `extra["poll"]` is one of the table of polls.
    """

    network: str
    place: int
    id: int
    kind: str
    author_id: int
    author_name: str
    text: str
    at: int
    edited_at: int | None = None
    deleted: bool = False
    post_place: int | None = None
    post_id: int | None = None
    reply_to: int | None = None
    thread: int | None = None
    album: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """A post as a reader sees it: the messages of an album are one post, its id is the first message's."""

    network: str
    account: int
    id: int
    text: str
    at: int
    photos: tuple[Photo, ...]
    deleted: bool
    entry_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something a person did by the public page or the control API, for a dialect to turn into its own events.

    `kind`: comment_new, comment_edit, comment_delete, comment_restore, post_new, post_edit, post_delete. A post may be
    several entries (an album). `by` is the id of the person who did it. rights_change has
    no entry: it is about the rights of `by` in the account `place`; `about` is the `Seat` that was before.

    Others without an entry: message_new, message_edit (`about` is the `Letter`), restricted and released (`about` is
    the `Restriction`), page_change (`about` is {"what", "before", "after"}), vote (`about` is the `Post`), all in the
    account `place`.
    """

    kind: str
    entries: tuple[Entry, ...]
    by: int
    place: int = 0
    about: Any = None

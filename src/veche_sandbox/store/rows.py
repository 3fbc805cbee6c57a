"""Rows of the store. Times are Unix seconds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Account:
    """A VK community (`id`: group id, positive), a Telegram chat (`id`: chat id; kind channel or supergroup) or the
    like.
    """

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
    """A token. `kind`: bot (Telegram, MAX), community, admin, vk_id or service (VK), lasting (OK).

    `user_id`: the bot's or the person's id.
    """

    value: str
    network: str
    kind: str
    user_id: int | None
    account_id: int | None
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Membership:
    """The membership of a bot or a person in an account: status creator, administrator, member, left or kicked."""

    network: str
    user_id: int
    account_id: int
    status: str
    rights: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture. `id`: numbered per owner (VK); `key`: random (Telegram's file id, the public page's address)."""

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
    """A video, an animation or a document (`kind`). `id`: numbered per owner; `key`: random."""

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
    """A poll. `votes`: number per option; `voters`: number of people. `closes_at`: Unix seconds.

    `rules`: rules that only one network has.
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
    """An entry to store; the fields are those of `Entry`. `post`: (place, id) of the post it belongs to."""

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
    """A post, comment, forward (Telegram's automatic one) or message, by `kind`.

    Posts and comments of a place share one numbering, as on VK's walls and in Telegram's chats. `post_place`,
    `post_id`: the post of a comment or forward; `album`: common to the messages of a Telegram album. `extra["files"]`:
    rows of the table of files; `extra["poll"]`: a row of the table of polls.
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
    """A post as readers see it: the messages of an album are one post with the first message's id."""

    network: str
    account: int
    id: int
    text: str
    at: int
    photos: tuple[Photo, ...]
    deleted: bool
    entry_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """An action of a person on the public page or in the control API, which dialects convert to their events.

    `kind`: comment_new, comment_edit, comment_delete, comment_restore, post_new, post_edit, post_delete. A post may be
    several entries (an album). `by`: the person's id. rights_change has no entry: it is about the rights of `by` in the
    account `place`; `about`: the former `Membership`. Others without an entry, all in the account `place`: message_new,
    message_edit (`about`: the `PrivateMessage`), message_stop (`place`: the owner of the conversation), restricted
    and released (`about`: the `Restriction`), page_change (`about`: {"what", "before", "after"}), vote (`about`: the
    `Post`).
    """

    kind: str
    entries: tuple[Entry, ...]
    by: int
    place: int = 0
    about: Any = None

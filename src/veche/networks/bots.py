"""A bot of the administration's own: it tells people what waits for them and takes what they send.

It belongs to no channel, and nothing that it says is an act: `networks.protocol.Network` knows nothing of it. A network
has such bots if its profile has a `BotForm`; its module `networks/<slug>/bot.py` then defines `BOT`, a `ServiceBot`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from veche.networks.answers import LookUp
from veche.networks.errors import Purpose
from veche.networks.protocol import FileKind, NetworkError

TELLING = Purpose(acting=True, kept="Новость цела")


class ChatClosed(NetworkError):
    """The person has blocked the bot or has no account any more: nothing will reach them there."""


@dataclass(frozen=True, slots=True)
class BotForm:
    """`deep_link`: address with `{home}`, `{name}` and `{code}` that opens the chat and sends the code.

    `steps`: how to get the key; `file_bytes`: the largest file that a bot can fetch.
    """

    deep_link: str
    steps: tuple[str, ...]
    file_bytes: int

    def link(self, home: str, name: str, code: str) -> str:
        return self.deep_link.format(home=home, name=name, code=code)


@dataclass(frozen=True, slots=True)
class BotIdentity:
    """`number`: the bot's id; `name`: its short name, as in addresses; `title`: as people see it."""

    number: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Button:
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that a person sent. `kind` None: a photo. `ref`: for `download`; `size` 0: unknown."""

    ref: str
    kind: FileKind | None
    name: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class ChatStarted:
    """A person opened the chat, by a link with `code` or without. `dedup`: unique for the bot, as in all events."""

    dedup: str
    chat_id: str
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class ChatStopped:
    dedup: str
    chat_id: str


@dataclass(frozen=True, slots=True)
class ChatBack:
    """The person lets the bot write again, without having written."""

    dedup: str
    chat_id: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of a person. `reply_to`: the message that it answers; `album`: what messages of one album share."""

    dedup: str
    chat_id: str
    name: str
    message_id: str
    text: str = ""
    files: tuple[SentFile, ...] = ()
    reply_to: str = ""
    album: str = ""
    edited: bool = False


type BotEvent = ChatStarted | ChatStopped | ChatBack | Sent


@dataclass(frozen=True, slots=True)
class BotPage:
    events: tuple[BotEvent, ...]
    cursor: str
    more: bool = False


class ServiceBot(Protocol):
    """Each method raises `NetworkError`; `deadline` is a moment of `time.monotonic`."""

    def identify(self, *, deadline: float) -> BotIdentity: ...

    def webhook(self, *, deadline: float) -> str:
        """The address to which the network sends this bot's events, and then shows them to no poll; "" if none."""
        ...

    def send(self, chat_id: str, text: str, buttons: tuple[Button, ...], *, reply_to: str, deadline: float) -> str:
        """Send a message and return its id. Raises `ChatClosed`; there is no idempotency key."""
        ...

    def look_up(self, chat_id: str, text: str, *, since: datetime, deadline: float) -> LookUp:
        """Whether this text was sent."""
        ...

    def fetch(self, cursor: str, *, deadline: float) -> BotPage:
        """New events. Sending the cursor makes the network forget earlier ones."""
        ...

    def download(self, ref: str, *, max_bytes: int, deadline: float) -> bytes: ...

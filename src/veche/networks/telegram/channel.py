"""One Telegram channel, possibly with its discussion group: their ids and the addresses of messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from veche.networks.shown import AttachmentCounts
from veche.networks.telegram.client import Client
from veche.networks.telegram.profile import PROFILE


@dataclass(frozen=True, slots=True)
class Channel:
    """`channel_id`, `group_id`: chat ids (−100…) as text; `group_id` is "" without a discussion group."""

    client: Client
    channel_id: str
    group_id: str
    username: str
    pages: str = PROFILE.pages.home

    def post_url(self, message_id: int | str) -> str:
        """The post's address: by name in a public channel, by number in a private one."""
        if self.username:
            return f"{self.pages}/{self.username}/{message_id}"
        return f"{self.pages}/c/{self.channel_id.removeprefix('-100')}/{message_id}"

    def comment_url(self, post_id: str, message_id: int | str) -> str:
        return f"{self.post_url(post_id)}?comment={message_id}" if post_id else ""


def chat_id(chat: Any) -> str:
    """The id of a chat or user object as text; "" if there is none."""
    found = chat.get("id") if isinstance(chat, Mapping) else None
    return str(found) if isinstance(found, int) else ""


def shown_of(messages: Sequence[Mapping[str, Any]]) -> AttachmentCounts:
    """Counts of all messages of one post.

    A video without sound may arrive as an animation, which is also a document.
    """

    def of(*names: str) -> int:
        return sum(any(message.get(name) for name in names) for message in messages)

    return AttachmentCounts(of("photo"), of("video", "animation"), of("animation", "document"), of("poll"))

"""One MAX channel: its id, its public address, and accessors for MAX's objects."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from veche.networks.max.client import Client, part
from veche.networks.max.profile import PROFILE
from veche.networks.protocol import PictureRef
from veche.networks.shown import AttachmentCounts

HOME = PROFILE.pages.home
# dev.max.ru, POST /messages/{messageId}/comments; recorded ids have 36 characters.
_MID = re.compile(r"(?:mid\.)?[a-zA-Z0-9_-]{1,60}")


@dataclass(frozen=True, slots=True)
class Channel:
    """`chat_id` as text, negative and beyond 32 bits. `pages`: the address where people read the channel."""

    client: Client
    chat_id: str
    pages: str = HOME

    @property
    def path(self) -> str:
        return f"/chats/{part(self.chat_id)}"

    def url_of(self, message: Mapping[str, Any]) -> str:
        """The public address of a post as MAX names it; "" if it does not."""
        url = message.get("url")
        if not isinstance(url, str) or not url.startswith("https://"):
            return ""
        return self.pages + url.removeprefix(HOME) if url.startswith(HOME + "/") else url


def messages_of(answer: Mapping[str, Any]) -> list[Mapping[str, Any]] | None:
    """The messages of an answer; None if it holds no list."""
    found = answer.get("messages")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else None


def body_of(message: Mapping[str, Any]) -> Mapping[str, Any]:
    body = message["body"]
    if not isinstance(body, Mapping):
        raise TypeError("no body")
    return body


def mid_of(message: Mapping[str, Any]) -> str:
    return as_mid(body_of(message)["mid"])


def as_mid(value: Any) -> str:
    """Check the id of a post or comment before it goes into an address or a row. Raises TypeError."""
    if not isinstance(value, str) or not _MID.fullmatch(value):
        raise TypeError("no mid")
    return value


def text_of(message: Mapping[str, Any]) -> str:
    return str(body_of(message).get("text") or "")


def is_forward(message: Mapping[str, Any]) -> bool:
    link = message.get("link")
    return isinstance(link, Mapping) and link.get("type") == "forward"


def photos_of(message: Mapping[str, Any]) -> int:
    attachments = body_of(message).get("attachments")
    found = attachments if isinstance(attachments, list) else []
    return sum(1 for one in found if isinstance(one, Mapping) and one.get("type") == "image")


def shown_of(message: Mapping[str, Any]) -> AttachmentCounts:
    """Counts of attachments. Links are in the text, and bots have no polls."""
    attachments = body_of(message).get("attachments")
    found = attachments if isinstance(attachments, list) else []
    kinds = [one.get("type") for one in found if isinstance(one, Mapping)]
    return AttachmentCounts(photos=kinds.count("image"), videos=kinds.count("video"), files=kinds.count("file"))


def pictures_of(message: Mapping[str, Any]) -> tuple[PictureRef, ...]:
    """The message's pictures as URLs."""
    attachments = body_of(message).get("attachments")
    found = attachments if isinstance(attachments, list) else []
    images = [one["payload"] for one in found if isinstance(one, Mapping) and one.get("type") == "image"]
    return tuple(PictureRef(str(image["url"])) for image in images if image.get("url"))


def moment(milliseconds: Any) -> datetime:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)

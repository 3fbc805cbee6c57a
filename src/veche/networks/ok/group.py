"""One OK group: its id, its addresses, and accessors for OK's objects."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from veche.networks.errors import Purpose
from veche.networks.ok.client import Client
from veche.networks.shown import AttachmentCounts

TOPIC = "GROUP_TOPIC"
_MOSCOW = ZoneInfo("Europe/Moscow")


@dataclass(frozen=True, slots=True)
class Group:
    """`group_id`: OK's number as text. `pages`: the address where people read the group."""

    client: Client
    group_id: str
    pages: str = "https://ok.ru"

    @property
    def ref(self) -> str:
        return f"group:{self.group_id}"

    def call(self, method: str, params: Mapping[str, str], *, purpose: Purpose, deadline: float) -> Any:
        return self.client.call(method, params, purpose=purpose, deadline=deadline)

    def topic_url(self, topic_id: str) -> str:
        """The topic's address. A comment has none of its own and is shown under its topic."""
        return f"{self.pages}/group/{self.group_id}/topic/{topic_id}"

    @property
    def page_url(self) -> str:
        return f"{self.pages}/group/{self.group_id}"

    def is_author_of(self, thing: Mapping[str, Any]) -> bool:
        """Whether the group itself wrote it; a comment's author may be given by id alone."""
        return thing.get("author_ref") == self.ref or str(thing.get("author_id", "")) == self.group_id


def succeeded(answer: Any) -> bool:
    """Whether the call succeeded. An empty success is not documented, so both observed forms are accepted."""
    return answer is True or (isinstance(answer, Mapping) and answer.get("success") is True)


def items(answer: Any, name: str) -> list[Mapping[str, Any]]:
    """The objects listed under `name`; none if the answer lacks it."""
    found = answer.get(name) if isinstance(answer, Mapping) else None
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def moment(thing: Mapping[str, Any]) -> datetime:
    """The time: milliseconds if given, else `date` in Moscow time. Raises `ValueError`."""
    for name in ("date_ms", "created_ms"):
        if name in thing:
            return datetime.fromtimestamp(int(thing[name]) / 1000, UTC)
    return datetime.strptime(str(thing.get("date", "")), "%Y-%m-%d %H:%M:%S").replace(tzinfo=_MOSCOW).astimezone(UTC)


def text_of(topic: Mapping[str, Any]) -> str:
    return "\n\n".join(str(block.get("text", "")) for block in items(topic, "media") if block.get("type") == "text")


def photo_count(topic: Mapping[str, Any]) -> int:
    """The number of photos, which are listed by reference or as objects."""
    blocks = (block for block in items(topic, "media") if block.get("type") == "photo")
    return sum(len(block.get("photo_refs") or block.get("photos") or ()) for block in blocks)


def shown_of(topic: Mapping[str, Any]) -> AttachmentCounts:
    """Counts of the topic's parts. OK returns only the first blocks of a long topic: a kind not among them is None."""
    blocks = items(topic, "media")

    def of(kind: str, *lists: str) -> int | None:
        named = [block for block in blocks if block.get("type") == kind]
        count = sum(max((len(block.get(name) or ()) for name in lists), default=0) or 1 for block in named)
        return None if not count and topic.get("has_more") else count

    return AttachmentCounts(
        photos=of("photo", "photo_refs", "photos"),
        videos=of("movie", "movie_refs", "movies", "list"),
        polls=of("poll"),
        links=of("link"),
    )

"""VK's events about the account itself: private messages, bans, administrators, settings of the page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from veche.kernel.clock import now
from veche.networks.protocol import (
    AdministratorChanged,
    AuthorReleased,
    AuthorRestricted,
    Event,
    MessageCame,
    PageChanged,
    PictureRef,
)
from veche.networks.vk.wall import Wall, best_url, moment, photos_of


@dataclass(frozen=True, slots=True)
class ParsedEvent:
    """A parsed event: `body` is VK's object, `mark` identifies repetitions, `names` are people's by id."""

    wall: Wall
    mark: str
    body: Mapping[str, Any]
    names: Mapping[str, str]

    def name(self, number: int) -> str:
        return self.names.get(str(number), "")


type Reader = Callable[[ParsedEvent], Iterator[Event]]

# Peer ids above are group chats (dev.vk.com, `peer_id`), which are not private messages.
_CHATS = 2_000_000_000
# vk-api-schema, callback_group_officer_role; the words are those of groups.getMembers.
_LEVELS = {0: "", 1: "moderator", 2: "editor", 3: "administrator"}


def people_in(body: Mapping[str, Any]) -> set[str]:
    """Ids of people whose names are needed."""
    message = body.get("message")
    inside = message if isinstance(message, Mapping) else {}
    found = (body.get("from_id"), body.get("user_id"), inside.get("from_id"))
    return {str(number) for number in found if isinstance(number, int)}


def message_came(event: ParsedEvent, *, edited: bool = False) -> Iterator[Event]:
    """A private message. `message_new` wraps it since version 5.103, other events are the message itself."""
    message = event.body.get("message", event.body)
    number, peer, author = int(message["id"]), int(message["peer_id"]), int(message["from_id"])
    if not 0 < peer < _CHATS:
        return
    yield MessageCame(
        dedup=f"message-edit:{number}:{event.mark}" if edited else f"message:{number}",
        message_id=str(number),
        peer_id=str(peer),
        author_id=str(author),
        author_name=event.name(author),
        text=str(message.get("text", "")),
        at=moment((edited and message.get("update_time")) or message["date"]),
        pictures=tuple(PictureRef(url) for url in map(best_url, photos_of(message)) if url),
        edited=edited,
        ours=bool(message.get("out")) or author == event.wall.owner_id,
    )


# The following events carry no time: they get the time of receipt.
def _blocked(event: ParsedEvent) -> Iterator[Event]:
    person, ends = int(event.body["user_id"]), int(event.body.get("unblock_date") or 0)
    until: datetime | None = moment(ends) if ends else None
    yield AuthorRestricted(f"blocked:{person}:{event.mark}", str(person), event.name(person), now(), until, timed=False)


def _released(event: ParsedEvent) -> Iterator[Event]:
    """A released author, by a person or at the end of the term."""
    person = int(event.body["user_id"])
    yield AuthorReleased(f"released:{person}:{event.mark}", str(person), event.name(person), now(), timed=False)


def _officer(event: ParsedEvent) -> Iterator[Event]:
    person = int(event.body["user_id"])
    yield AdministratorChanged(
        dedup=f"officer:{person}:{event.mark}",
        person_id=str(person),
        name=event.name(person),
        before=_LEVELS[int(event.body["level_old"])],
        after=_LEVELS[int(event.body["level_new"])],
        at=now(),
        by_id=_who(event.body, "admin_id"),
        timed=False,
    )


def _settings(event: ParsedEvent) -> Iterator[Event]:
    for what, change in (event.body.get("changes") or {}).items():
        before, after = str(change.get("old_value", "")), str(change.get("new_value", ""))
        yield PageChanged(
            f"page:{what}:{event.mark}", what, before, after, now(), _who(event.body, "user_id"), timed=False
        )


def _photo(event: ParsedEvent) -> Iterator[Event]:
    after = best_url(event.body["photo"])
    yield PageChanged(f"page:avatar:{event.mark}", "avatar", "", after, now(), _who(event.body, "user_id"), timed=False)


def _who(body: Mapping[str, Any], name: str) -> str:
    """The id of the person; "" if VK names none, which means that the community's own key did it."""
    number = int(body.get(name) or 0)
    return str(number) if number else ""


READERS: Mapping[str, Reader] = {
    "message_new": message_came,
    "message_reply": message_came,
    "message_edit": partial(message_came, edited=True),
    "user_block": _blocked,
    "user_unblock": _released,
    "group_officers_edit": _officer,
    "group_change_settings": _settings,
    "group_change_photo": _photo,
}

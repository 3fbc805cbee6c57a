"""VK's events about the account itself: private messages, people in the black list, who runs it, how its page looks."""

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
class Told:
    """An event taken apart: `body` is VK's object, `mark` tells repetitions apart, `names` are people's by number."""

    wall: Wall
    mark: str
    body: Mapping[str, Any]
    names: Mapping[str, str]

    def name(self, number: int) -> str:
        return self.names.get(str(number), "")


type Reader = Callable[[Told], Iterator[Event]]

# Peers above are chats of several people (dev.vk.com, `peer_id`): nobody writes to the account alone there.
_CHATS = 2_000_000_000
# vk-api-schema, callback_group_officer_role; the words are those of groups.getMembers.
_LEVELS = {0: "", 1: "moderator", 2: "editor", 3: "administrator"}


def people_in(body: Mapping[str, Any]) -> set[str]:
    """Whose names are worth asking for."""
    message = body.get("message")
    inside = message if isinstance(message, Mapping) else {}
    found = (body.get("from_id"), body.get("user_id"), inside.get("from_id"))
    return {str(number) for number in found if isinstance(number, int)}


def message_came(told: Told, *, edited: bool = False) -> Iterator[Event]:
    """`message_new` wraps the message since version 5.103, the others are it."""
    message = told.body.get("message", told.body)
    number, peer, author = int(message["id"]), int(message["peer_id"]), int(message["from_id"])
    if not 0 < peer < _CHATS:
        return
    yield MessageCame(
        dedup=f"message-edit:{number}:{told.mark}" if edited else f"message:{number}",
        message_id=str(number),
        peer_id=str(peer),
        author_id=str(author),
        author_name=told.name(author),
        text=str(message.get("text", "")),
        at=moment((edited and message.get("update_time")) or message["date"]),
        pictures=tuple(PictureRef(url) for url in map(best_url, photos_of(message)) if url),
        edited=edited,
        ours=bool(message.get("out")) or author == told.wall.owner_id,
    )


# What follows carries no time of its own: the time is when we heard of it.
def _blocked(told: Told) -> Iterator[Event]:
    person, ends = int(told.body["user_id"]), int(told.body.get("unblock_date") or 0)
    until: datetime | None = moment(ends) if ends else None
    yield AuthorRestricted(f"blocked:{person}:{told.mark}", str(person), told.name(person), now(), until, timed=False)


def _released(told: Told) -> Iterator[Event]:
    """By somebody, or because the term ended."""
    person = int(told.body["user_id"])
    yield AuthorReleased(f"released:{person}:{told.mark}", str(person), told.name(person), now(), timed=False)


def _officer(told: Told) -> Iterator[Event]:
    person = int(told.body["user_id"])
    yield AdministratorChanged(
        dedup=f"officer:{person}:{told.mark}",
        person_id=str(person),
        name=told.name(person),
        before=_LEVELS[int(told.body["level_old"])],
        after=_LEVELS[int(told.body["level_new"])],
        at=now(),
        by_id=_who(told.body, "admin_id"),
        timed=False,
    )


def _settings(told: Told) -> Iterator[Event]:
    for what, change in (told.body.get("changes") or {}).items():
        before, after = str(change.get("old_value", "")), str(change.get("new_value", ""))
        yield PageChanged(
            f"page:{what}:{told.mark}", what, before, after, now(), _who(told.body, "user_id"), timed=False
        )


def _photo(told: Told) -> Iterator[Event]:
    after = best_url(told.body["photo"])
    yield PageChanged(f"page:avatar:{told.mark}", "avatar", "", after, now(), _who(told.body, "user_id"), timed=False)


def _who(body: Mapping[str, Any], name: str) -> str:
    """ "" when VK does not say: the community's own key did it."""
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

"""News by Bots Long Poll, asked without waiting. The cursor holds VK's `ts` and the time of the last look, no key.

VK keeps events for a while only. When they are gone (`failed` 1 or 3) the recent posts' comments are read again with
the administrator's key, private messages with the community's, and the page says what may be missing.
"""

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from veche.networks.errors import READING
from veche.networks.protocol import CommentCame, Event, InboxPage, NetworkError, Slot
from veche.networks.vk.account_events import Told, message_came, people_in
from veche.networks.vk.client import VERSION
from veche.networks.vk.comments import comments_of
from veche.networks.vk.events import KINDS, comment_came, events_of
from veche.networks.vk.messages import recent
from veche.networks.vk.names import names_of
from veche.networks.vk.wall import Wall, items, moment

RECENT_POSTS = 20
_KEY_RAN_OUT = 2
_SKEW_SECONDS = 300
_NO_WALL = "а без ключа администратора стену не перечитать: проверьте её в VK"
# A community keeps Long Poll off, and without comments, until it is told what to tell.
_SETTINGS: Mapping[str, str | int] = {"enabled": 1, "api_version": VERSION, **dict.fromkeys(KINDS, 1)}


@dataclass(frozen=True, slots=True)
class Cursor:
    """`ts` is VK's place in its log; `at` the second when we last read it; `kinds`: of how many it was told to tell."""

    ts: str
    at: int
    kinds: int = len(KINDS)

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        try:
            body = json.loads(text)
            return cls(str(body["ts"]), int(body["at"]), int(body.get("kinds", 0)))
        except (ValueError, LookupError, TypeError):
            return None

    def __str__(self) -> str:
        return json.dumps({"ts": self.ts, "at": self.at, "kinds": self.kinds})


def fetch(wall: Wall, text: str, *, deadline: float) -> InboxPage:
    cursor = Cursor.read(text)
    if cursor is None or cursor.kinds != len(KINDS):
        _switch_on(wall, deadline)
    server = _server(wall, deadline)
    here = Cursor(str(server["ts"]), int(time.time()))
    if cursor is None:
        return InboxPage((), str(here))
    answer = _ask(wall, server, cursor.ts, deadline)
    if answer.get("failed") == _KEY_RAN_OUT:
        raise wall.client.unexpected(READING)  # between two questions; the next look takes a new key
    if "failed" in answer:
        return _after_loss(wall, cursor, here, deadline)
    updates = [update for update in answer.get("updates") or () if isinstance(update, Mapping)]
    events, unread = _events(wall, updates, names_of(wall, _authors(updates), deadline=deadline))
    gap = f"Событий VK, которых мы не поняли: {unread}. Посмотрите комментарии в VK." if unread else ""
    return InboxPage(events, str(Cursor(str(answer.get("ts", cursor.ts)), here.at)), gap=gap)


def _server(wall: Wall, deadline: float) -> Mapping[str, Any]:
    """Asked for each time: its key would otherwise have to lie in the database."""
    try:
        answer = _group(wall, "groups.getLongPollServer", {}, deadline)
    except NetworkError as error:
        if error.code != "vk_100":
            raise
        _switch_on(wall, deadline)
        answer = _group(wall, "groups.getLongPollServer", {}, deadline)
    if not isinstance(answer, Mapping) or not {"server", "key", "ts"} <= answer.keys():
        raise wall.client.unexpected(READING)
    return answer


def _switch_on(wall: Wall, deadline: float) -> None:
    _group(wall, "groups.setLongPollSettings", _SETTINGS, deadline)


def _group(wall: Wall, method: str, params: Mapping[str, str | int], deadline: float) -> Any:
    params = {"group_id": wall.group_id, **params}
    return wall.call(wall.speaker(), method, params, purpose=READING, deadline=deadline)


def _ask(wall: Wall, server: Mapping[str, Any], ts: str, deadline: float) -> Mapping[str, Any]:
    url = str(server["server"])
    url = url if "://" in url else f"https://{url}"
    params = {"act": "a_check", "key": str(server["key"]), "ts": ts, "wait": "0"}
    return wall.client.get(url, params, purpose=READING, deadline=deadline)


def _events(
    wall: Wall, updates: Iterable[Mapping[str, Any]], names: Mapping[str, str]
) -> tuple[tuple[Event, ...], int]:
    """One unreadable event must not keep the others, nor stop the queue: it is counted and said."""
    events: list[Event] = []
    unread = 0
    for update in updates:
        try:
            events.extend(events_of(wall, update, names))
        except ValueError:
            unread += 1
    return tuple(events), unread


def _after_loss(wall: Wall, cursor: Cursor, here: Cursor, deadline: float) -> InboxPage:
    """What each key can still read is read again; the rest is said."""
    since = cursor.at - _SKEW_SECONDS
    messages = _recent_messages(wall, since, deadline)
    letters = "личные сообщения перечитаны" if messages is not None else "проверьте личные сообщения в VK"
    events: list[Event] = [*messages] if messages is not None else []
    if not wall.client.has(Slot.ADMIN):
        gap = f"VK не сохранил события за это время, {_NO_WALL}; {letters}."
        return InboxPage(tuple(events), str(here), gap=gap)
    events += _recent_comments(wall, since, deadline)
    gap = (
        f"VK не сохранил события за это время. Комментарии к {RECENT_POSTS} последним записям перечитаны, "
        f"{letters}; правки, удаления и комментарии к старым записям проверьте в VK."
    )
    return InboxPage(tuple(events), str(here), gap=gap)


def _recent_messages(wall: Wall, since: int, deadline: float) -> list[Event] | None:
    """None when our keys may not read them."""
    if not wall.client.has(Slot.COMMUNITY):
        return None
    try:
        found = recent(wall, since, deadline=deadline)
    except NetworkError as error:
        if not error.permanent:
            raise
        return None
    names = names_of(wall, {str(message.get("from_id")) for message in found}, deadline=deadline)
    return [event for message in found for event in message_came(Told(wall, "", message, names))]


def _recent_comments(wall: Wall, since: int, deadline: float) -> list[CommentCame]:
    params: dict[str, str | int] = {"owner_id": wall.owner_id, "count": RECENT_POSTS}
    posts = items(wall.call(Slot.ADMIN, "wall.get", params, purpose=READING, deadline=deadline))
    found = [comment for post in posts for comment in comments_of(wall, post["id"], deadline=deadline)]
    recent = [comment for comment in found if moment(comment["date"]).timestamp() >= since]
    names = names_of(wall, {str(comment["from_id"]) for comment in recent}, deadline=deadline)
    return [comment_came(wall, comment, names=names) for comment in reversed(recent)]


def _authors(updates: Iterable[Mapping[str, Any]]) -> set[str]:
    bodies = (update["object"] for update in updates if isinstance(update.get("object"), Mapping))
    return {number for body in bodies for number in people_in(body)}

"""New events by Bots Long Poll without waiting. The cursor holds VK's `ts` and the time of the last poll, no key.

VK keeps events for a limited time. If they are lost (`failed` 1 or 3), what can be is read again (`recovery`) in as
many polls as needed, and the last page tells what may be missing.
"""

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from veche.networks.errors import READING
from veche.networks.protocol import InboxPage, NetworkError
from veche.networks.vk import recovery
from veche.networks.vk.account_events import people_in
from veche.networks.vk.client import VERSION
from veche.networks.vk.events import KINDS, events_of, gap_of
from veche.networks.vk.names import names_of, titles_of
from veche.networks.vk.place_events import topics_in
from veche.networks.vk.recovery import Lost
from veche.networks.vk.wall import Wall
from veche.networks.vk.webhook_setup import renew_kinds

_KEY_RAN_OUT = 2
_SKEW_SECONDS = 300
# Long Poll is off by default and sends only the kinds that are switched on.
_SETTINGS: Mapping[str, str | int] = {"enabled": 1, "api_version": VERSION, **dict.fromkeys(KINDS, 1)}


@dataclass(frozen=True, slots=True)
class Cursor:
    """`ts`: VK's position in its log; `at`: second of the last read; `kinds`: the number of kinds switched on.

    `lost`: earlier events that are read again first.
    """

    ts: str
    at: int
    kinds: int = len(KINDS)
    lost: Lost | None = None

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        try:
            body = json.loads(text)
            return cls(str(body["ts"]), int(body["at"]), int(body.get("kinds", 0)), Lost.read(body.get("lost")))
        except (ValueError, LookupError, TypeError):
            return None

    def __str__(self) -> str:
        return json.dumps(asdict(self))


def fetch(wall: Wall, text: str, *, deadline: float) -> InboxPage:
    cursor = Cursor.read(text)
    if cursor is not None and cursor.lost is not None:
        return _read_again(wall, cursor, cursor.lost, deadline)
    if cursor is None or cursor.kinds != len(KINDS):
        _switch_on(wall, deadline)
    if cursor is not None and cursor.kinds != len(KINDS):
        renew_kinds(wall, deadline=deadline)
    server = _server(wall, deadline)
    here = Cursor(str(server["ts"]), int(time.time()))
    if cursor is None:
        return InboxPage((), str(here))
    answer = _ask(wall, server, cursor.ts, deadline)
    if answer.get("failed") == _KEY_RAN_OUT:
        raise wall.client.unexpected(READING)  # the server's key expired meanwhile; the next poll gets a new one
    if "failed" in answer:
        return _after_loss(wall, cursor, here, deadline)
    updates = [update for update in answer.get("updates") or () if isinstance(update, Mapping)]
    titles = titles_of(wall, topics_in(updates), deadline=deadline)
    events, unread = events_of(wall, updates, names_of(wall, _authors(updates), deadline=deadline))
    return InboxPage((*titles, *events), str(Cursor(str(answer.get("ts", cursor.ts)), here.at)), gap=gap_of(unread))


def _server(wall: Wall, deadline: float) -> Mapping[str, Any]:
    """Request the Long Poll server each time: storing it would put its key into the database."""
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
    return wall.call(wall.speaking_slot(), method, params, purpose=READING, deadline=deadline)


def _ask(wall: Wall, server: Mapping[str, Any], ts: str, deadline: float) -> Mapping[str, Any]:
    url = str(server["server"])
    url = url if "://" in url else f"https://{url}"
    params = {"act": "a_check", "key": str(server["key"]), "ts": ts, "wait": "0"}
    return wall.client.get(url, params, purpose=READING, deadline=deadline)


def _after_loss(wall: Wall, cursor: Cursor, here: Cursor, deadline: float) -> InboxPage:
    """Start the recovery. The list of what to read is stored even if there is no time to read any of it."""
    lost = recovery.begin(wall, cursor.at - _SKEW_SECONDS, deadline=deadline)
    try:
        return _read_again(wall, here, lost, deadline)
    except NetworkError:
        return InboxPage((), str(replace(here, lost=lost)), more=True)


def _read_again(wall: Wall, here: Cursor, lost: Lost, deadline: float) -> InboxPage:
    events, left = recovery.read(wall, lost, deadline=deadline)
    if left.is_over:
        return InboxPage(events, str(replace(here, lost=None)), gap=left.sentence)
    return InboxPage(events, str(replace(here, lost=left)), more=True)


def _authors(updates: Iterable[Mapping[str, Any]]) -> set[str]:
    bodies = (update["object"] for update in updates if isinstance(update.get("object"), Mapping))
    return {number for body in bodies for number in people_in(body)}

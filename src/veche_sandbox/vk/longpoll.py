"""Bots Long Poll: `?act=a_check&key&ts&wait` answers as soon as there are events after `ts`."""

import json
import secrets
import time
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from veche_sandbox.faults import Dialect, Reply, carry_out
from veche_sandbox.forms import NotUtf8, read_form
from veche_sandbox.store import Store
from veche_sandbox.store.events import Event
from veche_sandbox.vk.calls import NETWORK
from veche_sandbox.vk.events import VERSION

KEPT = 1000
"""So many events a community's history holds; a client that comes later is told `failed: 1`."""
KEY_SECONDS = 3600.0
LONGEST_WAIT = 90
USUAL_WAIT = 25


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings; by default off, with messages only."""

    enabled: bool = False
    version: str = VERSION
    events: frozenset[str] = frozenset({"message_new"})


def settings(store: Store, group_id: int) -> Settings:
    note = store.ledger.note(NETWORK, f"long poll of {group_id}")
    if note is None:
        return Settings()
    enabled, version, events = json.loads(note)
    return Settings(enabled, version, frozenset(events))


def set_settings(store: Store, group_id: int, new: Settings) -> None:
    note = json.dumps([new.enabled, new.version, sorted(new.events)])
    store.ledger.set_note(NETWORK, f"long poll of {group_id}", note)


def current_key(store: Store, group_id: int) -> str:
    """The current key, renewed after an hour."""
    name = f"long poll key of {group_id}"
    found = store.ledger.seen(NETWORK, name, within=KEY_SECONDS)
    if found is None:
        found = secrets.token_hex(20)
        store.ledger.remember(NETWORK, name, found)
    return found


def _broken(_seconds: float = 0) -> Reply:
    return Reply(Response(status_code=500), "500")


DIALECT = Dialect(NETWORK, _broken, _broken)


async def check(store: Store, request: Request) -> Response:
    try:
        sent = await read_form(request)
    except NotUtf8:
        sent = {}
    group_id = request.path_params["group_id"]

    async def act() -> Reply:
        failed = _refusal(store, group_id, sent)
        return Reply(JSONResponse(failed or await _news(store, group_id, sent)), "failed" if failed else "ok")

    return await carry_out(store, DIALECT, "a_check", None, act)


def _refusal(store: Store, group_id: int, sent: dict[str, str]) -> dict[str, int] | None:
    """1: the history is not long enough; 2: the key expired; 3: request everything anew."""
    if sent.get("act") != "a_check" or not settings(store, group_id).enabled:
        return {"failed": 3}
    key = store.ledger.seen(NETWORK, f"long poll key of {group_id}", within=KEY_SECONDS)
    if key is None or not secrets.compare_digest(key.encode(), sent.get("key", "").encode()):
        return {"failed": 2}
    last, ts = store.events.last_id(NETWORK, group_id), sent.get("ts", "")
    if not ts.isdecimal() or int(ts) > last:
        return {"failed": 3}
    return {"failed": 1, "ts": last} if int(ts) < last - KEPT else None


async def _news(store: Store, group_id: int, sent: dict[str, str]) -> dict[str, object]:
    ts, wait = int(sent["ts"]), sent.get("wait", "")
    ends = time.monotonic() + min(int(wait) if wait.isdecimal() else USUAL_WAIT, LONGEST_WAIT)
    while True:
        chosen = settings(store, group_id)
        events = store.events.after(NETWORK, group_id, ts, KEPT)
        told = [event for event in events if event.kind in chosen.events]
        left = ends - time.monotonic()
        if told or left <= 0:
            newest = events[-1].id if events else ts
            return {"ts": str(newest), "updates": [update(event, chosen.version) for event in told]}
        await store.wakeup.wait(left)


def update(event: Event, version: str) -> dict[str, object]:
    """`callback_base` without the secret; `event_id` is the same for Long Poll and for every callback server."""
    return {
        "group_id": event.owner_id,
        "type": event.kind,
        "event_id": event_id(event),
        "v": version,
        "object": event.body,
    }


def event_id(event: Event) -> str:
    return f"{event.owner_id:x}{event.id:08x}{event.at:x}".rjust(40, "0")

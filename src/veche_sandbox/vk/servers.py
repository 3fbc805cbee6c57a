"""A community's callback servers: where its events are posted, and how each of them is doing."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

from veche_sandbox.store import Store
from veche_sandbox.store.events import Webhook
from veche_sandbox.vk.calls import NETWORK
from veche_sandbox.vk.events import VERSION

MOST = 10


@dataclass(frozen=True, slots=True)
class Settings:
    """`status` is unconfigured, wait (to be asked for the code), ok or failed; `failures` counts those in a row."""

    title: str
    creator_id: int
    status: str = "wait"
    version: str = VERSION
    events: tuple[str, ...] = ()
    failures: int = 0


def settings(server: Webhook) -> Settings:
    return Settings(**{**server.extra, "events": tuple(server.extra["events"])})


def change(store: Store, server: Webhook, *, sent: int | None = None, **new: Any) -> None:
    """`new` are fields of `Settings`; reads the row again, a client may have changed it meanwhile."""
    fresh = find(store, server.owner_id, server.pk)
    if fresh is not None:
        store.webhooks.change(fresh, sent=sent, extra=as_extra(replace(settings(fresh), **new)))


def as_extra(chosen: Settings) -> dict[str, Any]:
    return {name: getattr(chosen, name) for name in Settings.__dataclass_fields__}


def find(store: Store, group_id: int, server_id: int) -> Webhook | None:
    return next((server for server in store.webhooks.of(NETWORK, group_id) if server.pk == server_id), None)


def code(store: Store, group_id: int) -> str:
    """What a server must answer to be believed."""
    found = store.ledger.note(NETWORK, f"confirmation of {group_id}")
    return found if found is not None else new_code(store, group_id)


def new_code(store: Store, group_id: int) -> str:
    """VK changes the code when servers are edited or deleted: a code kept for long is a wrong one."""
    value = secrets.token_hex(4)
    store.ledger.set_note(NETWORK, f"confirmation of {group_id}", value)
    return value

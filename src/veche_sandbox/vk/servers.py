"""A community's callback servers: addresses and state."""

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
    """`status`: unconfigured, wait (for the code), ok or failed; `failures`: in a row."""

    title: str
    creator_id: int
    status: str = "wait"
    version: str = VERSION
    events: tuple[str, ...] = ()
    failures: int = 0


def settings(server: Webhook) -> Settings:
    return Settings(**{**server.extra, "events": tuple(server.extra["events"])})


def change(store: Store, server: Webhook, *, sent: int | None = None, **new: Any) -> None:
    """Change fields of `Settings`; the row is read again, because a client may have changed it."""
    fresh = find(store, server.owner_id, server.pk)
    if fresh is not None:
        store.webhooks.change(fresh, sent=sent, extra=as_extra(replace(settings(fresh), **new)))


def as_extra(chosen: Settings) -> dict[str, Any]:
    return {name: getattr(chosen, name) for name in Settings.__dataclass_fields__}


def find(store: Store, group_id: int, server_id: int) -> Webhook | None:
    return next((server for server in store.webhooks.of(NETWORK, group_id) if server.pk == server_id), None)


def code(store: Store, group_id: int) -> str:
    """The code with which a server must answer the confirmation."""
    found = store.ledger.note(NETWORK, f"confirmation of {group_id}")
    return found if found is not None else new_code(store, group_id)


def new_code(store: Store, group_id: int) -> str:
    """A new code. VK changes it when servers are edited or deleted, so a stored code becomes wrong."""
    value = secrets.token_hex(4)
    store.ledger.set_note(NETWORK, f"confirmation of {group_id}", value)
    return value

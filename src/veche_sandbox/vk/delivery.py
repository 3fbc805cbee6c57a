"""Post events to callback servers: first the confirmation, then events in order; failed ones are repeated.

A server must answer the confirmation with the code, and every event with `ok` and status 200. After five failures in a
row it is suspended (`failed`) until it is edited. The pauses are shorter than VK's, which are not documented.
"""

import asyncio
import time
from dataclasses import dataclass, field

from veche_sandbox.hooks import WRONG_SECRET, WebhookCall, tell
from veche_sandbox.store import Store
from veche_sandbox.store.events import Event, Webhook
from veche_sandbox.vk import servers
from veche_sandbox.vk.calls import NETWORK
from veche_sandbox.vk.longpoll import update
from veche_sandbox.webhook_client import post_json

PAUSES = (0.2, 0.4, 0.8, 1.6)
IDLE = 30.0


@dataclass(slots=True)
class Retries:
    """When each server may be tried again (`time.monotonic`), and the tasks in progress."""

    due: dict[int, float] = field(default_factory=dict)
    busy: dict[int, asyncio.Task[None]] = field(default_factory=dict)

    def ready(self, server: Webhook) -> bool:
        return server.pk not in self.busy and self.due.get(server.pk, 0.0) <= time.monotonic()

    def pause(self) -> float:
        """Seconds until the next server is due."""
        left = [moment - time.monotonic() for moment in self.due.values()]
        return max(0.01, min([IDLE, *(seconds for seconds in left if seconds > 0)]))


async def deliver(store: Store) -> None:
    """Runs as long as the sandbox. A slow server delays no other."""
    rounds = Retries()
    try:
        while True:
            for server in store.webhooks.of(NETWORK):
                if rounds.ready(server) and _has_work(store, server):
                    rounds.busy[server.pk] = asyncio.create_task(_turn(store, rounds, server))
            await store.wakeup.wait(rounds.pause())
    finally:
        for task in rounds.busy.values():
            task.cancel()


def _has_work(store: Store, server: Webhook) -> bool:
    status = servers.settings(server).status
    return status == "wait" or (status == "ok" and _next(store, server) is not None)


def _next(store: Store, server: Webhook) -> Event | None:
    """The oldest event not yet delivered to this server, of the kinds it selected."""
    chosen = servers.settings(server).events
    waiting = store.events.after(NETWORK, server.owner_id, server.sent, 1000)
    return next((event for event in waiting if event.kind in chosen), None)


async def _turn(store: Store, rounds: Retries, server: Webhook) -> None:
    try:
        if servers.settings(server).status == "wait":
            await _confirm(store, server)
        else:
            await _send(store, rounds, server)
    finally:
        rounds.busy.pop(server.pk, None)
        store.wakeup.wake()


async def _confirm(store: Store, server: Webhook) -> None:
    """Confirm a server. It gets no events from before its confirmation."""
    body = {"type": "confirmation", "group_id": server.owner_id, "event_id": f"confirm-{server.pk}", "v": _v(server)}
    if server.secret:
        body["secret"] = server.secret
    status, text = await post_json(server.url, body)
    believed = status == 200 and text.strip() == servers.code(store, server.owner_id)
    last = store.events.last_id(NETWORK, server.owner_id)
    servers.change(store, server, sent=last, status="ok" if believed else "failed", failures=0)


def _v(server: Webhook) -> str:
    return servers.settings(server).version


async def _send(store: Store, rounds: Retries, server: Webhook) -> None:
    event = _next(store, server)
    if event is None:
        return
    body = update(event, _v(server))
    if server.secret:
        body["secret"] = server.secret
    webhook_call = WebhookCall(server.url, body)
    forged = WebhookCall(server.url, {**body, "secret": WRONG_SECRET})
    status, text = await tell(store, NETWORK, webhook_call, forged)
    if status == 200 and text.strip() == "ok":
        servers.change(store, server, sent=event.id, failures=0)
        return
    failures = servers.settings(server).failures + 1
    if failures > len(PAUSES):
        servers.change(store, server, status="failed", failures=failures)
        return
    rounds.due[server.pk] = time.monotonic() + PAUSES[failures - 1]
    servers.change(store, server, failures=failures)

"""Post updates to webhooks in order; each is tried ten times before it is dropped."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from veche_sandbox.hooks import WRONG_SECRET, WebhookCall, tell
from veche_sandbox.store import Store
from veche_sandbox.store.events import Event, Webhook

PAUSES = (0.2, 0.5, 1.25, 3.0, 8.0, 20.0, 50.0, 60.0, 60.0, 60.0)
"""Seconds between attempts; the real ones begin with a minute and grow two and a half times."""
SECRET_HEADER = "X-Max-Bot-Api-Secret"  # noqa: S105 -- a header's name


async def deliver(store: Store) -> None:
    """Runs as long as the sandbox. Each webhook has its own task, so that a slow one delays no other."""
    working: dict[int, asyncio.Task[None]] = {}
    try:
        while True:
            for hook in store.webhooks.of("max"):
                task = working.get(hook.pk)
                if task is None or task.done():
                    working[hook.pk] = asyncio.create_task(_empty(store, hook.pk))
            await store.wakeup.wait(60)
    finally:
        for task in working.values():
            task.cancel()


def _current(store: Store, pk: int) -> Webhook | None:
    return next((hook for hook in store.webhooks.of("max") if hook.pk == pk), None)


async def _empty(store: Store, pk: int) -> None:
    while hook := _current(store, pk):
        events = store.events.after("max", hook.owner_id, hook.sent, 1)
        if not events:
            return
        if _chosen(hook, events[0]):
            await _send(store, hook, events[0].body)
        if fresh := _current(store, pk):
            store.webhooks.change(fresh, sent=events[0].id)


def _chosen(hook: Webhook, event: Event) -> bool:
    types = hook.extra.get("update_types")
    return not types or event.kind in types


async def _send(store: Store, hook: Webhook, body: Mapping[str, Any]) -> None:
    headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
    for pause in (*PAUSES, None):
        webhook_call = WebhookCall(hook.url, body, headers)
        status, _ = await tell(store, "max", webhook_call, replace(webhook_call, headers={SECRET_HEADER: WRONG_SECRET}))
        if status == 200 or pause is None or _current(store, hook.pk) is None:
            return
        await asyncio.sleep(pause)

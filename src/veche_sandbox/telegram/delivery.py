"""Post updates to webhooks in order; a failed one is repeated as long as the webhook is set."""

import asyncio
import time
from dataclasses import replace
from http import HTTPStatus

from veche_sandbox.hooks import WRONG_SECRET, WebhookCall, tell
from veche_sandbox.store import Store
from veche_sandbox.store.events import Webhook
from veche_sandbox.telegram.polling import update

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- a header's name
PAUSES = (1, 2, 4, 8, 16, 32, 60)
"""Seconds between attempts. The real ones are not published."""


async def deliver(store: Store) -> None:
    """Runs as long as the sandbox. Each bot has its own task, so that a slow webhook delays no other."""
    working: dict[int, asyncio.Task[None]] = {}
    try:
        while True:
            for webhook in store.webhooks.of("telegram"):
                task = working.get(webhook.pk)
                if task is None or task.done():
                    working[webhook.pk] = asyncio.create_task(_empty(store, webhook.pk))
            await store.wakeup.wait(60)
    finally:
        for task in working.values():
            task.cancel()


def _current(store: Store, pk: int) -> Webhook | None:
    return next((webhook for webhook in store.webhooks.of("telegram") if webhook.pk == pk), None)


async def _empty(store: Store, pk: int) -> None:
    failures = 0
    while webhook := _current(store, pk):
        events = store.events.after("telegram", webhook.owner_id, 0, 1)
        if not events:
            return
        headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
        webhook_call = WebhookCall(webhook.url, update(events[0]), headers)
        status, text = await tell(
            store, "telegram", webhook_call, replace(webhook_call, headers={SECRET_HEADER: WRONG_SECRET})
        )
        if 200 <= status < 300:
            store.events.forget("telegram", webhook.owner_id, events[0].id)
            failures = 0
            continue
        _write_down(store, pk, status, text)
        await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
        failures += 1


def _write_down(store: Store, pk: int, status: int, text: str) -> None:
    webhook = _current(store, pk)
    if webhook is None:
        return
    known = status in {item.value for item in HTTPStatus}
    phrase = f"{status} {HTTPStatus(status).phrase}" if known else str(status)
    said = f"Wrong response from the webhook: {phrase}" if status else text or "Connection failed"
    store.webhooks.change(
        webhook, extra={**webhook.extra, "last_error_date": int(time.time()), "last_error_message": said}
    )

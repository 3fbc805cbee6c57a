"""Webhook delivery for every network, with faults: repeated, reordered, with a wrong secret."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from veche_sandbox.store import Store
from veche_sandbox.store.ledger import Fault
from veche_sandbox.webhook_client import post_json

METHOD = "webhook"
"""What stands in an order of a fault in place of a method's name."""
KINDS = ("delivered_twice", "out_of_order", "wrong_secret")
WRONG_SECRET = "not-the-secret"  # noqa: S105 -- deliberately wrong
HELD_SECONDS = 10.0
"""How long an event waits for one to overtake it, unless the order says so."""
_TRIES = 3

_held: dict[str, "WebhookCall"] = {}
_waiting: set[asyncio.Task[None]] = set()


@dataclass(frozen=True, slots=True)
class WebhookCall:
    url: str
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


async def tell(store: Store, network: str, webhook_call: WebhookCall, forged: WebhookCall) -> tuple[int, str]:
    """Deliver an event. Returns status and text, as `post_json`. `forged`: the same event under `WRONG_SECRET`.

    A delayed event counts as delivered; the next one overtakes it.
    """
    fault = store.ledger.take_fault(network, METHOD, exact=True)
    if fault is None:
        answer = await _post(webhook_call)
        await _release(webhook_call.url)
        return answer
    call = store.ledger.call_began(network, METHOD, "", fault.fault)
    answer = await _deliver_with_fault(fault, webhook_call, forged)
    store.ledger.call_ended(call, str(answer[0]))
    return answer


async def _deliver_with_fault(fault: Fault, webhook_call: WebhookCall, forged: WebhookCall) -> tuple[int, str]:
    if fault.fault == "wrong_secret":
        return await _post(forged)
    if fault.fault == "delivered_twice":
        answer = await _post(webhook_call)
        await _post(webhook_call)
        return answer
    await _release(webhook_call.url)
    _held[webhook_call.url] = webhook_call
    task = asyncio.create_task(_release_later(webhook_call.url, fault.seconds or HELD_SECONDS))
    _waiting.add(task)
    task.add_done_callback(_waiting.discard)
    return 200, "ok"


async def _post(webhook_call: WebhookCall) -> tuple[int, str]:
    return await post_json(webhook_call.url, webhook_call.body, webhook_call.headers)


async def _release_later(url: str, seconds: float) -> None:
    """Send the delayed event if none overtook it."""
    await asyncio.sleep(seconds)
    await _release(url)


async def _release(url: str) -> None:
    webhook_call = _held.pop(url, None)
    if webhook_call is None:
        return
    for _ in range(_TRIES):
        status, _words = await _post(webhook_call)
        if 200 <= status < 300:
            return
        await asyncio.sleep(1)

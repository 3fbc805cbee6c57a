"""getUpdates, setWebhook, deleteWebhook, getWebhookInfo: polling and webhooks, which exclude each other."""

import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

from veche_sandbox.store import Store
from veche_sandbox.store.events import Event, Webhook
from veche_sandbox.telegram.call import Call
from veche_sandbox.telegram.errors import ApiError, bad_request
from veche_sandbox.telegram.updates import allowed_note

FIRST_UPDATE = 600_000_000
DAY = 24 * 3600
"""«Updates»: kept no longer than 24 hours."""

PORTS = (80, 88, 443, 8443)
_LOCAL = {"127.0.0.1", "localhost", "::1"}
_SECRET = re.compile(r"[A-Za-z0-9_-]*")


@dataclass(slots=True)
class Polls:
    """Active polls by bot: a second getUpdates, or setWebhook, ends the first with 409."""

    current: dict[int, object] = field(default_factory=dict)
    webhook_came: set[int] = field(default_factory=set)


def conflict(text: str) -> ApiError:
    return ApiError(409, f"Conflict: {text}")


def update(event: Event) -> dict[str, Any]:
    return {"update_id": FIRST_UPDATE + event.id, **event.body}


async def get_updates(call: Call, polls: Polls) -> Any:
    store, bot_id = call.store, call.bot.id
    if store.webhooks.of("telegram", bot_id):
        text = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        raise conflict(text)
    _remember_allowed(call)
    after = _acknowledge(call)
    limit = min(100, max(1, call.arguments.whole("limit", 100)))
    deadline = time.monotonic() + min(50, max(0, call.arguments.whole("timeout")))
    me = polls.current[bot_id] = object()
    polls.webhook_came.discard(bot_id)
    store.wakeup.wake()
    while not (found := _fresh(store, bot_id, after, limit)) and (left := deadline - time.monotonic()) > 0:
        await store.wakeup.wait(left)
        if polls.current.get(bot_id) is not me:
            raise _ended(bot_id, polls)
    return [update(event) for event in found]


def _ended(bot_id: int, polls: Polls) -> ApiError:
    if bot_id in polls.webhook_came:
        return conflict("terminated by setWebhook request")
    return conflict("terminated by other getUpdates request; make sure that only one bot instance is running")


def _fresh(store: Store, bot_id: int, after: int, limit: int) -> list[Event]:
    now = time.time()
    return [event for event in store.events.after("telegram", bot_id, after, limit) if now - event.at < DAY]


def _acknowledge(call: Call) -> int:
    """Delete updates before `offset`; a negative one counts from the end."""
    offset = call.arguments.whole("offset")
    events, bot_id = call.store.events, call.bot.id
    if offset > 0:
        events.forget("telegram", bot_id, offset - FIRST_UPDATE - 1)
    elif offset < 0:
        kept = events.latest("telegram", bot_id, -offset)
        if kept:
            events.forget("telegram", bot_id, kept[0].id - 1)
    return 0


def _remember_allowed(call: Call) -> None:
    """Store the allowed updates; an empty list restores the default."""
    given = call.arguments.data("allowed_updates", "allowed_updates")
    if isinstance(given, list):
        call.store.ledger.set_note("telegram", allowed_note(call.bot.id), " ".join(map(str, given)))


def set_webhook(call: Call, polls: Polls) -> Any:
    url = call.arguments.text("url")
    if not url:
        return delete_webhook(call)
    _check_webhook(call, url)
    store, bot_id = call.store, call.bot.id
    _remember_allowed(call)
    with store.transaction():
        for webhook in store.webhooks.of("telegram", bot_id):
            store.webhooks.remove(webhook)
        _drop_if_asked(call)
        connections = min(100, max(1, call.arguments.whole("max_connections", 40)))
        secret = call.arguments.text("secret_token")
        store.webhooks.add("telegram", bot_id, url, secret=secret, extra={"max_connections": connections})
    if polls.current.pop(bot_id, None):
        polls.webhook_came.add(bot_id)
    store.wakeup.wake()
    return True


def _check_webhook(call: Call, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if parts.scheme == "http" and parts.hostname not in _LOCAL:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.scheme == "https" and _port(parts) not in PORTS:
        raise bad_request("bad webhook: webhook can be set up only on ports 80, 88, 443 or 8443")
    secret = call.arguments.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or 443
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None


def delete_webhook(call: Call) -> Any:
    with call.store.transaction():
        _drop_if_asked(call)
        for webhook in call.store.webhooks.of("telegram", call.bot.id):
            call.store.webhooks.remove(webhook)
    return True


def _drop_if_asked(call: Call) -> None:
    if call.arguments.flag("drop_pending_updates"):
        last = call.store.events.last_id("telegram", call.bot.id)
        call.store.events.forget("telegram", call.bot.id, last)


def get_webhook_info(call: Call) -> Any:
    webhooks = call.store.webhooks.of("telegram", call.bot.id)
    pending = call.store.events.count("telegram", call.bot.id)
    info: dict[str, Any] = {"url": "", "has_custom_certificate": False, "pending_update_count": pending}
    chosen = call.store.ledger.note("telegram", allowed_note(call.bot.id))
    if webhooks:
        info |= _state(webhooks[0])
    if chosen:
        info["allowed_updates"] = chosen.split()
    return info


def _state(webhook: Webhook) -> dict[str, Any]:
    return {"url": webhook.url, "ip_address": "127.0.0.1", **webhook.extra}

"""Methods about webhooks: add, list, remove."""

import re
import time
from typing import Any
from urllib.parse import urlsplit

from veche_sandbox.max.call import Call
from veche_sandbox.max.errors import Unsuccessful, bad_request
from veche_sandbox.max.registry import LIST, OPERATIONS, TEXT, Param
from veche_sandbox.max.updates import TYPES

_SECRET = re.compile(r"[a-zA-Z0-9_-]{5,256}")
_LOCAL = {"127.0.0.1", "localhost", "::1"}


@OPERATIONS.operation("GET", "/subscriptions")
def get_subscriptions(call: Call) -> Any:
    return {"subscriptions": [{"url": hook.url, **hook.extra} for hook in call.store.webhooks.of("max", call.bot.id)]}


@OPERATIONS.operation(
    "POST",
    "/subscriptions",
    body=(Param("url", TEXT, required=True, low=1), Param("secret", TEXT), Param("update_types", LIST)),
)
def subscribe(call: Call) -> Any:
    """Subscribe. The same address may bring another secret, but keeps the kinds of its first subscription."""
    url, secret = call.body["url"], call.body.get("secret", "")
    _check_url(url)
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret: must match ^[a-zA-Z0-9_-]{5,256}$")
    types = call.body.get("update_types") or None
    for name in types or ():
        if name not in TYPES:
            raise bad_request(f"update_types: unknown type {name}")
    store = call.store
    with store.transaction():
        for hook in _named(call, url):
            types = hook.extra["update_types"]
            store.webhooks.remove(hook)
        last = store.events.last_id("max", call.bot.id)
        extra = {"time": int(time.time() * 1000), "update_types": types}
        store.webhooks.add("max", call.bot.id, url, secret=secret, sent=last, extra=extra)
    return {"success": True}


@OPERATIONS.operation("DELETE", "/subscriptions", Param("url", TEXT, required=True))
def unsubscribe(call: Call) -> Any:
    hooks = _named(call, call.query["url"])
    if not hooks:
        raise Unsuccessful("not.found", "Subscription not found")
    for hook in hooks:
        call.store.webhooks.remove(hook)
    return {"success": True}


def _named(call: Call, url: str) -> list[Any]:
    return [hook for hook in call.store.webhooks.of("max", call.bot.id) if hook.url == url]


def _check_url(url: str) -> None:
    """Require HTTPS on port 443, as MAX does; plain http is accepted for loopback addresses."""
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname in _LOCAL:
        return
    if parts.scheme != "https" or not parts.hostname or (parts.port or 443) != 443:
        raise bad_request("url: must be https on port 443")

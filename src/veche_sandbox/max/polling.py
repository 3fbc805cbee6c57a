"""GET /updates: long polling by a marker, which confirms earlier updates.

Without a marker only the last one is returned.
"""

import time
from typing import Any

from veche_sandbox.max.call import Call
from veche_sandbox.max.registry import LIST, OPERATIONS, WHOLE, Param
from veche_sandbox.max.updates import TYPES, WEBHOOK_ONLY
from veche_sandbox.store.events import Event

FIRST_MARKER = 25_000_000


@OPERATIONS.operation(
    "GET",
    "/updates",
    Param("limit", WHOLE, low=1, high=1000),
    Param("timeout", WHOLE, low=0, high=90),
    Param("marker", WHOLE),
    Param("types", LIST),
)
async def get_updates(call: Call) -> Any:
    """Updates after the marker. With an active subscription the answer is empty at once."""
    store, bot_id = call.store, call.bot.id
    for name in call.query.get("types", ()):
        if name not in TYPES:
            call.complain("types", f"{name} is no kind of update")
    begin = call.query["marker"] - FIRST_MARKER if "marker" in call.query else None
    if begin is not None:
        store.events.forget("max", bot_id, begin - 1)
    else:
        begin = max(1, store.events.last_id("max", bot_id))
    deadline = time.monotonic() + call.query.get("timeout", 30)
    limit, types = call.query.get("limit", 100), call.query.get("types")
    while True:
        found = store.events.after("max", bot_id, begin - 1, limit)
        wanted = [event for event in found if _wanted(event, types)]
        left = deadline - time.monotonic()
        if wanted or left <= 0 or store.webhooks.of("max", bot_id):
            break
        await store.wakeup.wait(left)
    following = found[-1].id + 1 if found else max(begin, store.events.last_id("max", bot_id) + 1)
    return {"updates": [event.body for event in wanted], "marker": FIRST_MARKER + following}


def _wanted(event: Event, types: list[str] | None) -> bool:
    return event.kind not in WEBHOOK_ONLY and (not types or event.kind in types)

"""News: GET /updates without waiting, and the webhook with its secret header.

MAX calls polling «not for production»: it keeps events for a time that no document names, and a standing webhook
silences it. Without a marker only the last update comes, so the first look is «from now on».
"""

import hmac
import json
from collections.abc import Mapping

from veche.networks.errors import READING
from veche.networks.max.channel import Channel
from veche.networks.max.events import KINDS, events_of, gap_of
from veche.networks.protocol import Answer, InboxPage, WebhookRefused, WebhookRequest

PAGE = 100
_SECRET_HEADER = "x-max-bot-api-secret"  # noqa: S105 -- a header's name


def fetch(channel: Channel, cursor: str, *, deadline: float) -> InboxPage:
    """The cursor is MAX's marker. Asking with it tells MAX that all before it was heard."""
    query: dict[str, str | int] = {"timeout": 0, "limit": PAGE, "types": ",".join(KINDS)}
    if cursor.lstrip("-").isdecimal():
        query["marker"] = cursor
    answer = channel.client.call("GET", "/updates", query=query, purpose=READING, deadline=deadline)
    found = answer.get("updates")
    if not isinstance(found, list):
        raise channel.client.unexpected(READING)
    updates = [update for update in found if isinstance(update, Mapping)]
    events, unread = events_of(channel, updates)
    marker = answer.get("marker")
    return InboxPage(
        events, str(marker) if isinstance(marker, int) else cursor, more=len(found) >= PAGE, gap=gap_of(unread)
    )


def parse_webhook(channel: Channel, request: WebhookRequest, *, secret: str) -> Answer:
    if not secret:
        raise WebhookRefused("no secret is configured")
    given = next((value for name, value in request.headers.items() if name.lower() == _SECRET_HEADER), "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode()):
        raise WebhookRefused("wrong secret")
    try:
        update = json.loads(request.body)
    except (ValueError, RecursionError):
        update = None
    if not isinstance(update, dict):
        raise WebhookRefused("not a JSON object")
    events, unread = events_of(channel, (update,))
    return Answer(events, gap=gap_of(unread))

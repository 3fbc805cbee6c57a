"""New events: GET /updates without waiting, and the webhook with its secret header.

MAX calls polling «not for production»: it keeps events for an undocumented time, and an active webhook stops polling.
Without a marker MAX returns only the last update, so reading begins from the present.
"""

from collections.abc import Mapping

from veche.networks.errors import READING
from veche.networks.max.channel import Channel
from veche.networks.max.events import KINDS, events_of, gap_of
from veche.networks.protocol import Answer, InboxPage, WebhookRequest
from veche.networks.webhooks import body_of, check_secret

PAGE = 100
_SECRET_HEADER = "x-max-bot-api-secret"  # noqa: S105 -- a header's name


def fetch(channel: Channel, cursor: str, *, deadline: float) -> InboxPage:
    """Read one page. The cursor is MAX's marker; sending it confirms all earlier updates."""
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
    check_secret(request, _SECRET_HEADER, secret)
    update = body_of(request)
    if update is None:  # a refused update would be sent again forever
        return Answer((), gap=gap_of(1))
    events, unread = events_of(channel, (update,))
    return Answer(events, gap=gap_of(unread))

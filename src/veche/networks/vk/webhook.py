"""VK's Callback API: the confirmation string for the first request, `ok` for all others, with a secret in each."""

import hmac

from veche.networks.protocol import Answer, WebhookRefused, WebhookRequest
from veche.networks.vk.events import events_of, gap_of
from veche.networks.vk.wall import Wall
from veche.networks.webhooks import body_of


def parse(wall: Wall, request: WebhookRequest, *, secret: str, confirmation: str) -> Answer:
    body = body_of(request)
    if body is None:  # the secret is in the body, so the sender is unknown
        raise WebhookRefused("not a JSON object")
    if str(body.get("group_id", "")) != str(wall.group_id):
        raise WebhookRefused("another community")
    if body.get("type") == "confirmation":
        return _confirm(confirmation)
    if not secret:
        raise WebhookRefused("no secret is configured")
    if not hmac.compare_digest(str(body.get("secret", "")).encode("utf-8", "replace"), secret.encode()):
        raise WebhookRefused("wrong secret")
    events, unread = events_of(wall, (body,), {})
    return Answer(events, gap=gap_of(unread))


def _confirm(confirmation: str) -> Answer:
    if not confirmation:
        raise WebhookRefused("no confirmation string is configured")
    return Answer((), body=confirmation)

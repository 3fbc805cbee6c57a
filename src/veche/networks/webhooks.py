"""What all webhooks share: an event that somebody else wrote is read with care."""

import hmac
from collections.abc import Mapping
from typing import Any

from veche.kernel import foreign_json
from veche.networks.protocol import WebhookRefused, WebhookRequest

# What reading an event may raise that is not as it should be: one must not keep back the others.
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, OSError, RecursionError)


def check_secret(request: WebhookRequest, header: str, secret: str) -> None:
    """Raises `WebhookRefused`. `header` in lower case."""
    if not secret:
        raise WebhookRefused("no secret is configured")
    given = next((value for name, value in request.headers.items() if name.lower() == header), "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode()):
        raise WebhookRefused("wrong secret")


def body_of(request: WebhookRequest) -> Mapping[str, Any] | None:
    """The JSON object that was sent; None if it is none."""
    try:
        body = foreign_json.loads(request.body)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None

"""Shared parsing of webhook requests, whose content is not trusted."""

import hmac
from collections.abc import Mapping
from typing import Any

from veche.kernel import foreign_json
from veche.networks.protocol import WebhookRefused, WebhookRequest

# Exceptions that reading a malformed event may raise: one event must not block the others.
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, OSError, RecursionError)


def check_secret(request: WebhookRequest, header: str, secret: str) -> None:
    """Check the secret in a header, named in lower case. Raises `WebhookRefused`."""
    if not secret:
        raise WebhookRefused("no secret is configured")
    given = next((value for name, value in request.headers.items() if name.lower() == header), "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode()):
        raise WebhookRefused("wrong secret")


def body_of(request: WebhookRequest) -> Mapping[str, Any] | None:
    """The JSON object of the request; None if it is none."""
    try:
        body = foreign_json.loads(request.body)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None

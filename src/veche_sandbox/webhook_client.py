"""The only outgoing calls of the sandbox: webhooks of clients."""

from collections.abc import Mapping
from typing import Any

SECONDS = 10.0
"""How long a webhook may think; the real networks do not publish theirs (VK: «several seconds»)."""


async def post_json(url: str, body: Any, headers: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Status and first kilobyte of the answer; without an answer status 0 and the reason."""
    # Imported on use: the client costs 10 MB of memory, and most runs have no webhook.
    import httpx2  # noqa: PLC0415, TID251 -- slow import; the sandbox shares no code with the product

    try:
        async with httpx2.AsyncClient(timeout=SECONDS, trust_env=False) as client:
            answer = await client.post(url, json=body, headers=dict(headers or {}))
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        return 0, str(error) or type(error).__name__
    return answer.status_code, answer.text[:1024]

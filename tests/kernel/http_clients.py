"""Calls through the HTTP client, and their failures."""

import threading
import time
from typing import Any

import pytest

from veche.kernel.http import CallFailed, HttpClient

# A busy machine may notice this late; a server that stalls does so for longer.
SLACK_SECONDS = 20.0
HELD_SECONDS = 40.0


def soon(seconds: float = 5.0) -> float:
    return time.monotonic() + seconds


def client_to(port: int, **more: Any) -> HttpClient:
    return HttpClient(allowed_private=frozenset({("127.0.0.1", port)}), **more)


def failure(http: HttpClient, url: str, *, seconds: float = 5.0, method: str = "POST", **content: Any) -> CallFailed:
    started = time.monotonic()
    with pytest.raises(CallFailed) as caught:
        http.send(method, url, deadline=started + seconds, **content)
    assert time.monotonic() - started < max(seconds, 0) + SLACK_SECONDS
    return caught.value


def hold(until: threading.Event) -> None:
    until.wait(HELD_SECONDS)


def kind(error: CallFailed) -> tuple[type[CallFailed], str]:
    return type(error), error.reason

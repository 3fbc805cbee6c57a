"""HTTP clients for servers on this machine, which speak no TLS: reading the system's roots takes a client 7 ms."""

import json
import select
import ssl
import threading
from functools import partial
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx2

_NO_ROOTS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
_SECONDS = 60  # a busy machine may be slow to answer
Client = partial(httpx2.Client, trust_env=False, verify=_NO_ROOTS, timeout=_SECONDS)
get = partial(httpx2.get, trust_env=False, verify=_NO_ROOTS, timeout=_SECONDS)
post = partial(httpx2.post, trust_env=False, verify=_NO_ROOTS, timeout=_SECONDS)


class Line:
    """One kept connection for short calls with JSON, used by one thread at a time: a quarter of a client's time."""

    def __init__(self) -> None:
        self._place = ""
        self._kept = HTTPConnection("")
        self._free = threading.Lock()

    def ask(self, method: str, url: str, body: Any = None, query: dict[str, Any] | None = None) -> tuple[int, bytes]:
        """Status and body of the answer."""
        to = urlsplit(url)
        content = None if body is None else json.dumps(body).encode()
        asked = to.query or urlencode(query or {})
        target = f"{quote(to.path)}?{asked}" if asked else quote(to.path)
        with self._free:
            self._to(to.netloc).request(method, target, content, {"Content-Type": "application/json"})
            answer = self._kept.getresponse()
            return answer.status, answer.read()

    def close(self) -> None:
        self._kept.close()

    def _to(self, place: str) -> HTTPConnection:
        """The connection, opened anew if the server has moved or has closed it meanwhile."""
        line = self._kept.sock
        if self._place != place or (line is not None and select.select([line], [], [], 0)[0]):
            self._kept.close()
            self._place, self._kept = place, HTTPConnection(place, timeout=60)
        return self._kept

"""The only HTTP client for the outside: HTTP/1.1, a hard deadline, guarded addresses, no redirects, no retries.

A call ends in one of three ways: a `Response`; `NotSent`, when not one byte of the request has left; `MaybeSent`, when
it may have arrived. Each request has its own connection, because on a reused one «closed before» and «closed after»
look alike.
"""

import logging
import ssl
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Self, cast

import httpcore2  # noqa: TID251 -- this is the door
import httpx2  # noqa: TID251 -- this is the door

from veche.kernel import foreign_json, guard
from veche.kernel.connection import Call, GuardedBackend
from veche.kernel.pace import Pace, Turn
from veche.kernel.probes import reach

# Its DEBUG lines repeat what servers say, and a server may repeat our key.
logging.getLogger("httpcore2").setLevel(logging.INFO)

USER_AGENT = "Veche/0.1"
ANSWER_BYTES = 4 * 1024 * 1024

PACED = "paced"

# Name, content, MIME type. An open file goes out piece by piece and is never held in memory.
type File = tuple[str, bytes | BinaryIO, str]


class CallFailed(Exception):
    """`reason` is one word; the message names host and port at most, because a path or a body may hold a key."""

    def __init__(self, reason: str, *, host: str = "", port: int = 0, wait: float = 0.0) -> None:
        super().__init__(f"{host}:{port}: {reason}" if host else reason)
        self.reason = reason
        self.wait = wait


class NotSent(CallFailed):
    """Nothing was sent: refused, unresolved, unreachable, untrusted, or too late before the first byte.

    Reasons: url, refused_address, name, connect, tls, proxy, timeout, and `PACED`: our rate limit asks to `wait`
    seconds.
    """


class MaybeSent(CallFailed):
    """The request may have been carried out. Reasons: timeout, reset, truncated, too_large, garbled."""


@dataclass(frozen=True, slots=True)
class Response:
    """`headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The parsed body, as `foreign_json` reads it; `ValueError` if it is not JSON."""
        return foreign_json.loads(self.body)

    def __repr__(self) -> str:
        return f"Response({self.status}, {len(self.body)} bytes)"


class HttpClient:
    """`allowed_private`: exact (host, port) pairs, as written in the URL, that may be private (the sandbox).

    `proxy`: `http://[user:password@]host:port`; it may be private, and it resolves names itself.
    `ca_bundle`: a PEM file trusted besides the system's roots. `connect_seconds`: for name, connection, TLS.
    """

    def __init__(
        self,
        *,
        allowed_private: frozenset[tuple[str, int]] = frozenset(),
        proxy: str | None = None,
        ca_bundle: Path | None = None,
        connect_seconds: float = 5.0,
    ) -> None:
        self._allowed = frozenset((host.lower(), port) for host, port in allowed_private)
        self._proxy = httpx2.Proxy(proxy) if proxy else None
        if self._proxy is not None and self._proxy.url.scheme != "http":
            raise ValueError("only http:// proxies are supported")
        self._connect_seconds = connect_seconds
        self._ca_bundle = ca_bundle
        if ca_bundle is not None:
            _trusted(ca_bundle)  # a wrong file fails now, not at the first call
        self.pace: Pace | None = None

    def paced(self, pace: Pace) -> Self:
        """The same client with a rate limiter: requests with `turns` are sent only if it lets them."""
        http = copy(self)
        http.pace = pace
        return http

    def send(  # noqa: PLR0913 -- one call describes one request
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        json: object = None,
        files: Mapping[str, File] | None = None,
        headers: Mapping[str, str] | None = None,
        turns: Sequence[Turn] = (),
        deadline: float,
        max_bytes: int = ANSWER_BYTES,
    ) -> Response:
        """Send one request and read at most `max_bytes` of the answer, before `deadline` (`time.monotonic()`)."""
        if turns and self.pace is not None and (wait := self.pace.take(turns)) > 0:
            raise NotSent(PACED, wait=wait)
        request = _build(method, url, params=params, data=data, json=json, files=files, headers=headers)
        host = request.url.raw_host.decode("ascii")
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        call = Call(deadline)
        try:
            self._judge(host, port, call)
            return self._exchange(_core_request(request, call, streams=_streams(files)), call, max_bytes)
        except _Ended as ended:
            reason = ended.reason
        except (guard.AddressRefused, guard.NameUnknown) as error:
            reason = "refused_address" if isinstance(error, guard.AddressRefused) else "name"
        except _TRANSPORT_ERRORS as error:
            reason = _reason(error, call)
        raise (MaybeSent if call.written else NotSent)(reason, host=host, port=port)

    def _judge(self, host: str, port: int, call: Call) -> None:
        if call.left() <= 0:
            raise _Ended("timeout")
        # A proxy connects out of our sight: at least what is written as a private address never reaches it.
        if (host.lower(), port) not in self._allowed and guard.looks_private(host):
            raise _Ended("refused_address")

    def _exchange(self, request: httpcore2.Request, call: Call, max_bytes: int) -> Response:
        with self._pool(call, tls=request.url.scheme == b"https") as pool:
            answer = pool.handle_request(request)
            body = bytearray()
            try:
                for chunk in answer.iter_stream():
                    body += chunk
                    if len(body) > max_bytes:
                        raise _Ended("too_large")
            finally:
                answer.close()
        reach("http.answered")
        return Response(status=answer.status, headers=_headers(answer), body=bytes(body))

    def _pool(self, call: Call, *, tls: bool) -> httpcore2.ConnectionPool:
        proxy = self._proxy
        allowed = self._allowed if proxy is None else self._allowed | {(proxy.url.host.lower(), proxy.url.port or 80)}
        backend = GuardedBackend(call, allowed=allowed, connect_seconds=self._connect_seconds)
        return httpcore2.ConnectionPool(
            ssl_context=_trusted(self._ca_bundle) if tls else None,
            proxy=None if proxy is None else httpcore2.Proxy(str(proxy.url), auth=proxy.raw_auth),
            max_keepalive_connections=0,
            retries=0,
            network_backend=backend,
        )


@cache
def _trusted(ca_bundle: Path | None) -> ssl.SSLContext:
    """The TLS context. Root certificates take megabytes, so clients share it, and it is loaded on first use."""
    context = httpx2.create_ssl_context()
    if ca_bundle is not None:
        context.load_verify_locations(cafile=ca_bundle)
    return context


class _Ended(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


_TRANSPORT_ERRORS = (
    httpcore2.NetworkError,
    httpcore2.TimeoutException,
    httpcore2.ProtocolError,
    httpcore2.ProxyError,
    httpcore2.UnsupportedProtocol,
)


def _reason(error: Exception, call: Call) -> str:
    if isinstance(error, httpcore2.TimeoutException):
        return "timeout"
    if isinstance(error, httpcore2.ProxyError):
        return "proxy"
    if isinstance(error, httpcore2.ConnectError):
        return "tls" if isinstance(next(iter(error.args), None), ssl.SSLError) else "connect"
    if isinstance(error, httpcore2.ProtocolError):
        return "truncated" if call.written else "garbled"
    return "reset"


def _build(method: str, url: str, **content: Any) -> httpx2.Request:
    headers = {"user-agent": USER_AGENT, "accept-encoding": "identity", "connection": "close"}
    content["headers"] = {**headers, **(content["headers"] or {})}
    try:
        request = httpx2.Request(method, url, **content)
    except (httpx2.InvalidURL, UnicodeError):
        raise NotSent("url") from None
    if request.url.scheme not in ("http", "https") or not request.url.host:
        raise NotSent("url")
    return request


def _streams(files: Mapping[str, File] | None) -> bool:
    return any(not isinstance(content, bytes) for _name, content, _mime in (files or {}).values())


def _core_request(request: httpx2.Request, call: Call, *, streams: bool) -> httpcore2.Request:
    url = httpcore2.URL(
        scheme=request.url.raw_scheme,
        host=request.url.raw_host,
        port=request.url.port,
        target=request.url.raw_path,
    )
    return httpcore2.Request(
        method=request.method,
        url=url,
        headers=request.headers.raw,
        content=cast("Iterable[bytes]", request.stream) if streams else request.read(),
        extensions={"trace": _tracer(call)},
    )


_POINTS = {
    "http11.send_request_headers.started": "http.connected",
    "http11.send_request_body.complete": "http.request_sent",
    "http11.receive_response_headers.started": "http.answer_begins",
}


def _tracer(call: Call) -> Any:
    def trace(event: str, info: Mapping[str, Any]) -> None:
        if event == "http11.send_request_headers.started":
            # A tunnel through a proxy begins with a request of its own, which carries nothing of ours.
            call.request_begun = info["request"].method != b"CONNECT"
        if call.request_begun and event in _POINTS:
            reach(_POINTS[event])

    return trace


def _headers(answer: httpcore2.Response) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}

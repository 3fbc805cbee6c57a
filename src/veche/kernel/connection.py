"""Sockets of `kernel.http`: only judged addresses, no read or write past the deadline."""

import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import httpcore2  # noqa: TID251 -- the sockets of the door

from veche.kernel import guard


@dataclass(slots=True)
class Call:
    """Progress of one request. `written` becomes True with its first byte: from then on it may arrive."""

    deadline: float
    request_begun: bool = field(default=False)
    written: bool = field(default=False)

    def left(self) -> float:
        return self.deadline - time.monotonic()


class GuardedBackend(httpcore2.NetworkBackend):
    """Connects to judged addresses only; `allowed`: (host, port) pairs that may be private."""

    def __init__(self, call: Call, *, allowed: frozenset[tuple[str, int]], connect_seconds: float) -> None:
        self._call = call
        self._allowed = allowed
        self._connect_by = min(call.deadline, time.monotonic() + connect_seconds)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        del timeout, local_address
        addresses = guard.resolve(host, port, timeout=self._left(), allowed=(host.lower(), port) in self._allowed)
        for remaining in range(len(addresses), 1, -1):
            try:
                return self._open(addresses[-remaining], port, self._left() / remaining, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return self._open(addresses[-1], port, self._left(), socket_options)

    def _left(self) -> float:
        left = self._connect_by - time.monotonic()
        if left <= 0:
            raise httpcore2.ConnectTimeout
        return left

    def _open(
        self, address: str, port: int, timeout: float, options: Iterable[httpcore2.SOCKET_OPTION] | None
    ) -> httpcore2.NetworkStream:
        stream = httpcore2.SyncBackend().connect_tcp(address, port, timeout=timeout, socket_options=options)
        return DeadlineStream(stream, self._call, self._connect_by)


class DeadlineStream(httpcore2.NetworkStream):
    """Gives each read and write the time left of the call, so a slow drip cannot outlive it."""

    def __init__(self, stream: httpcore2.NetworkStream, call: Call, connect_by: float) -> None:
        self._stream = stream
        self._call = call
        self._connect_by = connect_by

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        left = self._call.left()
        if left <= 0:
            raise httpcore2.ReadTimeout
        return self._stream.read(max_bytes, timeout=left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        if buffer and self._call.request_begun:
            self._call.written = True
        sock = self._stream.get_extra_info("socket")
        view = memoryview(buffer)
        # Not `stream.write`: it starts its time-out again with every packet that a slow reader takes.
        while view:
            left = self._call.left()
            if left <= 0:
                raise httpcore2.WriteTimeout
            try:
                sock.settimeout(left)
                view = view[sock.send(view) :]
            except TimeoutError:
                raise httpcore2.WriteTimeout from None
            except OSError:
                raise httpcore2.WriteError from None

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        del timeout
        left = min(self._connect_by, self._call.deadline) - time.monotonic()
        if left <= 0:
            raise httpcore2.ConnectTimeout
        stream = self._stream.start_tls(ssl_context, server_hostname, timeout=left)
        return DeadlineStream(stream, self._call, self._connect_by)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

"""A client for raw bytes, to check the exact answer and when it ends."""

import socket
from urllib.parse import urlsplit


def raw(url: str, request: bytes, *, seconds: float = 10) -> bytes:
    """The bytes received until the answer's end, the connection's close, or `seconds` of silence (TimeoutError)."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=seconds) as connection:
        connection.sendall(request)
        answer = b""
        while part := _receive(connection):
            answer += part
            if _complete(answer):
                break
        return answer


def _receive(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except ConnectionResetError:
        return b""


def _complete(answer: bytes) -> bool:
    head, found, body = answer.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return bool(found) and bool(lengths) and len(body) >= int(lengths[0].split(b":")[1])

"""A server that sends exactly the bytes of a test, for behaviour that well-behaved ones never show."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

type Script = Callable[[socket.socket], None]


@contextmanager
def serving(script: Script) -> Iterator[int]:
    """The port; `script` gets one connection, and both end with the block."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        connections: list[socket.socket] = []
        thread = threading.Thread(target=_serve, args=(listener, script, connections), daemon=True)
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            # shutdown wakes threads that wait in accept, recv or send; close alone does not.
            for open_socket in (listener, *connections):
                _shut(open_socket)
            thread.join(5)
            for connection in connections:
                connection.close()


def _serve(listener: socket.socket, script: Script, connections: list[socket.socket]) -> None:
    try:
        connection, _ = listener.accept()
        connections.append(connection)
        script(connection)
    except OSError:
        return
    _shut(connection)


def _shut(open_socket: socket.socket) -> None:
    try:
        open_socket.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def read_request(connection: socket.socket) -> bytes:
    """Head and body, as long as Content-Length says."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += _more(connection)
    return head + b"\r\n\r\n" + body


def _more(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    if not data:
        raise ConnectionResetError
    return data


def answering(answer: bytes) -> Script:
    """Read the request, send this answer and close."""

    def script(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(answer)

    return script


def tunnelling(port: int, heard: list[bytes]) -> Script:
    """A proxy that opens a tunnel to this port and records the caller's bytes."""

    def script(connection: socket.socket) -> None:
        heard.append(read_request(connection))
        with socket.create_connection(("127.0.0.1", port)) as far:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_relay, args=(far, connection, []), daemon=True)
            back.start()
            _relay(connection, far, heard)
            back.join(5)

    return script


def _relay(source: socket.socket, target: socket.socket, copy: list[bytes]) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            copy.append(data)
            target.sendall(data)


def dripping(start: bytes, drop: bytes) -> Script:
    """Read the request, then send a byte every 50 ms forever."""

    def script(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(start)
        pause = threading.Event()
        while not pause.wait(0.05):
            connection.sendall(drop)

    return script

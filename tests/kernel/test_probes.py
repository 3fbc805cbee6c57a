"""The probe points are where they claim to be, as seen from the server."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from pytest_httpserver import HTTPServer

from tests.kernel.raw_server import answering, read_request, serving
from veche.kernel.http import HttpClient, MaybeSent, NotSent
from veche.kernel.probes import listen, reach

ALL = ["http.connected", "http.request_sent", "http.answer_begins", "http.answered"]


@pytest.fixture(autouse=True)
def nobody_listens_afterwards() -> Iterator[None]:
    yield
    listen(None)


def test_without_a_listener_nothing_happens() -> None:
    reach("http.connected")


def test_a_listener_hears_names_until_it_is_taken_away() -> None:
    heard: list[str] = []
    listen(heard.append)
    reach("one")
    listen(None)
    reach("two")

    assert heard == ["one"]


def test_what_the_far_end_has_at_each_point() -> None:
    far: dict[str, bytes] = {}
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        line: list[socket.socket] = []

        def at(point: str) -> None:
            if point == "http.connected":
                line.append(server.accept()[0])
                line[0].setblocking(False)
                with pytest.raises(BlockingIOError):
                    line[0].recv(1)
                line[0].setblocking(True)
            if point == "http.request_sent":
                far[point] = read_request(line[0])
            if point == "http.answer_begins":
                line[0].sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            far.setdefault(point, b"")

        listen(at)
        http = HttpClient(allowed_private=frozenset({("127.0.0.1", port)}))
        response = http.send("POST", f"http://127.0.0.1:{port}/x", data={"a": "b"}, deadline=time.monotonic() + 20)
        line[0].close()

    assert (list(far), response.body) == (ALL, b"ok")
    assert far["http.request_sent"].startswith(b"POST /x HTTP/1.1\r\n")
    assert far["http.request_sent"].endswith(b"\r\n\r\na=b")


def points_of(url: str, http: HttpClient) -> list[str]:
    heard: list[str] = []
    listen(heard.append)
    with suppress(NotSent, MaybeSent):
        http.send("POST", url, data={"a": "b"}, deadline=time.monotonic() + 20)
    return heard


def test_a_call_that_ends_early_reaches_no_further(httpserver: HTTPServer) -> None:
    with serving(answering(b"")) as port:
        cut = points_of(f"http://127.0.0.1:{port}/", HttpClient(allowed_private=frozenset({("127.0.0.1", port)})))

    assert cut == ALL[:3]
    assert points_of("http://127.0.0.1:1/", HttpClient(allowed_private=frozenset({("127.0.0.1", 1)}))) == []
    assert points_of("http://10.0.0.1/", HttpClient()) == []


def test_a_tunnel_is_not_yet_a_connection() -> None:
    with serving(answering(b"HTTP/1.1 200 OK\r\n\r\n")) as port:
        assert points_of("https://api.example.org/", HttpClient(proxy=f"http://127.0.0.1:{port}")) == []


def test_what_a_listener_raises_goes_through() -> None:
    class Killed(BaseException):
        pass

    def kill(point: str) -> None:
        if point == "http.connected":
            raise Killed

    listen(kill)
    with serving(answering(b"")) as port, pytest.raises(Killed):
        HttpClient(allowed_private=frozenset({("127.0.0.1", port)})).send(
            "POST", f"http://127.0.0.1:{port}/", deadline=time.monotonic() + 20
        )

"""The gateway in granian: requests as the application gets them, and requests that never reach it."""

import json
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.config.conftest import Command
from tests.ports import free_port
from tests.waiting import wait_until
from veche.config.gateway import BROKEN, CROWDED, FORMS, LATE, NO_ROOM

type Place = tuple[str, int]


@pytest.fixture
def site(command: Command) -> Callable[..., Place]:
    def start(*, grace: float = 20, limit: int = 0) -> Place:
        place = ("127.0.0.1", free_port())
        command("-m", "tests.config.gateway_app", str(place[1]), str(grace), *([str(limit)] if limit else []))
        wait_until(lambda: is_up(place), otherwise=lambda: "the site does not come up")
        return place

    return start


def is_up(place: Place) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(place) == 0


def ask(place: Place, method: str = "GET", path: str = "/", body: object = None, **headers: str) -> tuple[int, bytes]:
    with closing(HTTPConnection(*place, timeout=60)) as connection:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)  # type: ignore[arg-type]
        answer = connection.getresponse()
        return answer.status, answer.read()


def raw(place: Place, words: bytes) -> bytes:
    """The first line of the answer to raw bytes."""
    with closing(socket.create_connection(place, timeout=60)) as client:
        client.sendall(words)
        return client.recv(4000)


def told(answer: tuple[int, bytes]) -> dict[str, Any]:
    assert answer[0] == 200, answer
    found: dict[str, Any] = json.loads(answer[1])
    return found


def test_the_application_sees_the_request_as_wsgi_says(site: Callable[..., Place]):
    place = site()
    lines = [
        b"POST /%D0%BF%D1%80/a%2Fb?x=%D1%8F&y=1 HTTP/1.1",
        b"Host: localhost",
        b"X-Two: a",
        b"X-Two: b",
        b"X_Two: forged",
        b"Cookie: a=1",
        b"Cookie: b=2",
        b"Content-Length: 5",
        b"Connection: close",
    ]

    answer = raw(place, b"\r\n".join([*lines, b"", b"hello and more"]))

    head, _, body = answer.partition(b"\r\n\r\n")
    assert (head.count(b"set-cookie: "), head.split(b"\r\n")[0]) == (2, b"HTTP/1.1 200 OK")
    assert json.loads(body) == {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/пр/a/b".encode().decode("latin-1"),
        "QUERY_STRING": "x=%D1%8F&y=1",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "HTTP_X_TWO": "a,b",
        "HTTP_COOKIE": "a=1; b=2",
        "read": 5,
        "closed": [],
    }


def test_bodies_of_any_size_arrive_whole_and_answers_are_closed_by_their_thread(site: Callable[..., Place]):
    place = site()

    sizes = [
        told(ask(place, "POST", body=b"x" * size, X_Who="owner"))["read"] for size in (0, 1, 1000, 1001, 4_000_000)
    ]

    assert sizes == [0, 1, 1000, 1001, 4_000_000]
    assert told(ask(place))["closed"] == [True] * 5


def test_who_may_not_send_so_much_is_not_read(site: Callable[..., Place]):
    """The application gets the declared length and an empty body, and refuses."""
    place = site()
    begun = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\nfirst bytes"

    answer = raw(place, begun % 3000)

    assert json.loads(answer.partition(b"\r\n\r\n")[2])["read"] == 0
    assert told(ask(place, "POST", body=b"x" * 2000))["read"] == 2000


def begun(place: Place, length: int) -> socket.socket:
    """A permitted client that has begun a body of this length."""
    slow = socket.create_connection(place, timeout=60)
    lines = b"Host: localhost\r\nX-Who: owner\r\nExpect: 100-continue\r\nContent-Length: %d" % length
    slow.sendall(b"POST / HTTP/1.1\r\n%b\r\n\r\n" % lines)
    assert slow.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
    slow.sendall(b"a")
    return slow


def test_those_who_hold_every_place_of_a_form_keep_nobody_from_writing(site: Callable[..., Place]):
    """Strangers too: longer bodies are stored on disk, limited in number."""
    place = site(grace=60)
    with ExitStack() as stack:
        for _ in range(FORMS):
            stack.enter_context(closing(begun(place, 900)))

        refused = ask(place, "POST", body=b"x" * 900)

        assert (refused[0], refused[1].decode()) == (503, CROWDED)
        assert told(ask(place, "POST", body=b"x" * 500))["read"] == 500


@pytest.mark.parametrize("lengths", [(4_000_000, 4_000_000), (2000, 2000, 2000)])
def test_no_more_large_bodies_than_there_is_room_for(site: Callable[..., Place], lengths: tuple[int, ...]):
    """At most three, and ten megabytes together: the next is refused at once, small ones are accepted."""
    place = site(grace=60)
    with ExitStack() as stack:
        slow = [stack.enter_context(closing(begun(place, length))) for length in lengths]

        refused = ask(place, "POST", body=b"x" * 4_500_000, X_Who="owner")

        assert (refused[0], refused[1].decode()) == (503, CROWDED)
        assert json.loads(ask(place, "POST", body=b"x" * 3_000_000, X_Who="owner", X_Upload="1")[1]) == {"say": CROWDED}
        assert told(ask(place, "POST", body=b"x" * 1000))["read"] == 1000
        for one, length in zip(slow, lengths, strict=True):
            one.sendall(b"a" * (length - 1))
            assert one.recv(100).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("headers", "said"),
    [(b"", LATE), (b"X-Autosave: 1\r\n", json.dumps({"say": LATE})), (b"X-Upload: 1\r\n", json.dumps({"say": LATE}))],
)
def test_a_body_that_does_not_come_is_told_so(site: Callable[..., Place], headers: bytes, said: str):
    place = site(grace=0.3)

    answer = raw(place, b"POST / HTTP/1.1\r\nHost: localhost\r\n%bContent-Length: 100\r\n\r\nhalf" % headers)

    head, _, body = answer.partition(b"\r\n\r\n")
    assert (head.split(b"\r\n")[0], body.decode()) == (b"HTTP/1.1 408 Request Timeout", said)
    assert told(ask(place))["closed"] == []


def test_drops_do_not_buy_time(site: Callable[..., Place]):
    """A byte now and then does not extend the time, whatever the declared length."""
    place = site(grace=0.5)
    with closing(socket.create_connection(place, timeout=60)) as slow:
        slow.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Who: owner\r\nContent-Length: 4000000\r\n\r\n")
        slow.settimeout(0.05)
        answer, end = b"", time.monotonic() + 60
        while not answer and time.monotonic() < end:
            with suppress(ConnectionError):  # the answer may arrive between a check and the next byte
                slow.sendall(b"a")
            with suppress(TimeoutError):
                answer = slow.recv(100)

    assert answer.split(b"\r\n")[0] == b"HTTP/1.1 408 Request Timeout"


def test_a_full_disk_is_told(site: Callable[..., Place]):
    place = site(limit=100_000)

    refused = ask(place, "POST", body=b"x" * 1_000_000, X_Who="owner")

    assert (refused[0], refused[1].decode()) == (507, NO_ROOM)
    assert told(ask(place, "POST", body=b"x" * 900))["read"] == 900


def test_who_leaves_in_the_middle_disturbs_nobody(site: Callable[..., Place]):
    """Half a form is no form: the application never gets it."""
    place = site()
    for _ in range(3):
        with closing(socket.create_connection(place, timeout=60)) as gone:
            gone.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf")
            gone.shutdown(socket.SHUT_WR)
            assert gone.recv(100)[:20] in (b"", b"HTTP/1.1 400 Bad Req")

    assert told(ask(place))["closed"] == []


def test_odd_requests_get_an_answer(site: Callable[..., Place]):
    place = site()
    chunked = (
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    )

    assert ask(place, path="/broken") == (500, BROKEN.encode())
    assert ask(place, path="/same") == (304, b"")
    assert ask(place, "HEAD") == (200, b"")
    assert ask(place, path="/%FF%00")[0] == 200
    assert raw(place, b"GET / HTTP/1.1\r\nHost: a\r\nX-Odd: \xff\xfe\r\nConnection: close\r\n\r\n").startswith(
        b"HTTP/1.1 200"
    )
    assert json.loads(raw(place, chunked).partition(b"\r\n\r\n")[2])["read"] == 0


def test_a_file_is_sent_as_a_file(site: Callable[..., Place]) -> None:
    """A video of a gigabyte is not held in memory: the server reads it from disk."""
    status, body = ask(site(), path="/file")

    assert (status, body) == (200, (Path(__file__).parent / "gateway_app.py").read_bytes())

"""Slow bodies delay nobody: a real web process, and slow clients."""

import socket
import subprocess
import threading
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.config.conftest import Command
from tests.ports import free_port
from tests.waiting import wait_until

SLOW = 20
PAGE = "/me/login/"


@pytest.fixture
def site(web: subprocess.Popen[str], place: tuple[str, int]) -> tuple[str, int]:
    wait_until(lambda: answers(place), seconds=240, otherwise=lambda: "the site does not come up")
    return place


@pytest.fixture
def place() -> tuple[str, int]:
    return "127.0.0.1", free_port()


@pytest.fixture
def web(command: Command, founded: Path, place: tuple[str, int]) -> subprocess.Popen[str]:
    """A web process alone."""
    assert command("-m", "veche.cli", "prepare").wait() == 0
    return command("-m", "veche.cli", "web", PORT=str(place[1]))


def answers(place: tuple[str, int]) -> bool:
    try:
        return ask(place, "GET", "/readyz")[0] == 200
    except OSError:
        return False


def ask(place: tuple[str, int], method: str, path: str, **more: object) -> tuple[int, str]:
    with closing(HTTPConnection(*place, timeout=60)) as connection:
        connection.request(method, path, **more)  # type: ignore[arg-type]
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def cookie_of(place: tuple[str, int]) -> str:
    with closing(HTTPConnection(*place, timeout=60)) as connection:
        connection.request("GET", PAGE)
        return str(connection.getresponse().headers["Set-Cookie"]).split(";")[0]


def begin(place: tuple[str, int], length: int, **headers: str) -> socket.socket:
    """A client that has declared a body."""
    slow = socket.create_connection(place, timeout=60)
    lines = [f"POST {PAGE} HTTP/1.1", "Host: localhost", f"Content-Length: {length}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    slow.sendall("\r\n".join([*lines, "", ""]).encode())
    return slow


def drip(clients: list[socket.socket], over: threading.Event) -> None:
    while not over.wait(0.2):
        for client in clients:
            client.sendall(b"a")


@pytest.mark.sweep
def test_pages_answer_while_twenty_bodies_drip(site: tuple[str, int]):
    # With a cookie, so that the page reads the form: without one it is refused unread.
    form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie_of(site)}
    with ExitStack() as stack:
        clients = [stack.enter_context(closing(begin(site, 100_000, **form))) for _ in range(SLOW)]
        over = threading.Event()
        dripping = threading.Thread(target=drip, args=(clients, over))
        dripping.start()
        stack.callback(dripping.join)
        stack.callback(over.set)

        # The bodies drip until the block is left: a page that waited for one of them would time out.
        statuses = [ask(site, "GET", PAGE)[0] for _ in range(10)]

    assert statuses == [200] * 10


def open_files(process: subprocess.Popen[str]) -> list[str]:
    return [str(one.readlink()) for one in Path(f"/proc/{process.pid}/fd").iterdir() if one.is_symlink()]


@pytest.mark.sweep
def test_a_body_waits_in_the_data_folder(site: tuple[str, int], web: subprocess.Popen[str], founded: Path):
    """The system's temporary folder is memory on Debian 13."""
    with closing(begin(site, 1_000_000)) as slow:
        slow.sendall(b"a" * 500_000)

        here = f"{founded / 'tmp'}/"
        wait_until(lambda: any(path.startswith(here) for path in open_files(web)), otherwise=lambda: open_files(web))

    assert (founded / "tmp").stat().st_mode & 0o777 == 0o700


@pytest.mark.sweep
def test_a_strangers_large_body_is_refused_before_it_comes(site: tuple[str, int]):
    with closing(begin(site, 100_000_000)) as stranger:
        assert stranger.recv(1000).split(b"\r\n")[0] == b"HTTP/1.1 413 Payload Too Large"


@pytest.mark.sweep
def test_who_is_inside_is_answered_when_the_web_is_told_to_end(site: tuple[str, int], web: subprocess.Popen[str]):
    body = b"login=a&password=b&x=" + bytes(b"a" * 400)
    form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie_of(site)}
    with closing(begin(site, len(body), Expect="100-continue", **form)) as inside:
        assert inside.recv(4000) == b"HTTP/1.1 100 Continue\r\n\r\n"  # the gateway waits for the body
        inside.sendall(body[:100])
        web.terminate()
        wait_until(lambda: not answers(site), otherwise=lambda: "the site still lets in")
        inside.sendall(body[100:])

        answer = inside.recv(4000)

    assert answer.startswith(b"HTTP/1.1 403 Forbidden"), answer
    assert web.wait(60) == 0
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(site, timeout=2)

import json
import socket
import struct
import threading
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.kernel.http_clients import client_to, failure, hold, kind, soon
from tests.kernel.raw_server import answering, dripping, read_request, serving
from veche.kernel.http import HttpClient, MaybeSent, NotSent

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.fixture
def http(httpserver: HTTPServer) -> HttpClient:
    return HttpClient(allowed_private=frozenset({(httpserver.host, httpserver.port)}))


# Requests and answers


def test_form_and_answer(httpserver: HTTPServer, http: HttpClient) -> None:
    httpserver.expect_request("/method").respond_with_json({"response": "ё"}, headers={"X-Name": "1"})

    response = http.send(
        "POST", httpserver.url_for("/method"), params={"q": "a b"}, data={"text": "да&нет\n"}, deadline=soon()
    )

    sent = httpserver.log[0][0]
    assert sent.method == "POST"
    assert sent.query_string == b"q=a+b"
    assert sent.form.to_dict() == {"text": "да&нет\n"}
    assert response.status == 200
    assert response.json() == {"response": "ё"}
    assert response.headers["x-name"] == "1"
    assert sent.headers["User-Agent"].startswith("Veche/")


def test_json_and_files(httpserver: HTTPServer, http: HttpClient) -> None:
    httpserver.expect_request("/").respond_with_data("")
    url = httpserver.url_for("/")

    http.send("POST", url, json={"a": [1, "ё"]}, deadline=soon())
    files = {"photo": ("photo0.png", b"\x89PNG\x00", "image/png")}
    http.send("POST", url, data={"caption": "Каток"}, files=files, headers={"X-One": "1"}, deadline=soon())

    first, second = (request for request, _ in httpserver.log)
    assert first.json == {"a": [1, "ё"]}
    assert second.form.to_dict() == {"caption": "Каток"}
    uploaded = second.files["photo"]
    assert uploaded.filename == "photo0.png"
    assert uploaded.mimetype == "image/png"
    assert uploaded.read() == b"\x89PNG\x00"
    assert second.headers["X-One"] == "1"
    second.close()


@pytest.mark.parametrize("status", [201, 302, 400, 429, 502])
def test_any_status_is_an_answer(httpserver: HTTPServer, http: HttpClient, status: int) -> None:
    httpserver.expect_request("/").respond_with_data("слово", status, headers={"Location": httpserver.url_for("/x")})

    response = http.send("GET", httpserver.url_for("/"), deadline=soon())

    assert (response.status, response.body.decode()) == (status, "слово")
    assert [request.path for request, _ in httpserver.log] == ["/"]


@pytest.mark.parametrize("body", ["", "<html>", '{"a": ', "[" * 200_000])
def test_what_is_no_json(httpserver: HTTPServer, http: HttpClient, body: str) -> None:
    httpserver.expect_request("/").respond_with_data(body)

    response = http.send("GET", httpserver.url_for("/"), deadline=soon())

    with pytest.raises(ValueError, match=r"Expecting|deeply"):
        response.json()


def test_every_request_has_its_own_connection(httpserver: HTTPServer, http: HttpClient) -> None:
    """A kept connection that the server closes meanwhile would leave an unknown outcome."""
    httpserver.expect_request("/").respond_with_data("")

    for _ in range(3):
        http.send("GET", httpserver.url_for("/"), deadline=soon())

    assert {request.headers["Connection"] for request, _ in httpserver.log} == {"close"}
    assert len({request.environ["REMOTE_PORT"] for request, _ in httpserver.log}) == 3


def test_the_environment_s_proxy_is_not_asked(
    httpserver: HTTPServer, http: HttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    httpserver.expect_request("/").respond_with_data("прямо")

    assert http.send("GET", httpserver.url_for("/"), deadline=soon()).body.decode() == "прямо"


# The deadline


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"."),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n.\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_a_slow_drip_does_not_outlive_the_deadline(start: bytes, drop: bytes) -> None:
    with serving(dripping(start, drop)) as port:
        error = failure(client_to(port), f"http://127.0.0.1:{port}/", seconds=1.0, data={"a": "b"})

    assert kind(error) == (MaybeSent, "timeout")


def test_a_reader_who_does_not_read() -> None:
    wait = threading.Event()
    with serving(lambda _: hold(wait)) as port:
        files = {"photo": ("a.png", bytes(16 * 1024 * 1024), "image/png")}
        error = failure(client_to(port), f"http://127.0.0.1:{port}/", seconds=1.5, files=files)
        wait.set()

    assert kind(error) == (MaybeSent, "timeout")


def test_a_deadline_in_the_past_connects_nowhere() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        error = failure(client_to(port), f"http://127.0.0.1:{port}/", seconds=-1)
        listener.settimeout(0.05)
        with pytest.raises(TimeoutError):
            listener.accept()

    assert kind(error) == (NotSent, "timeout")


def test_a_host_that_does_not_take_the_connection() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        # A full queue: Linux drops further connections, as an unreachable host would.
        crowd = [socket.socket() for _ in range(4)]
        for one in crowd:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        error = failure(client_to(port, connect_seconds=0.3), f"http://127.0.0.1:{port}/", seconds=0.5)
        for one in crowd:
            one.close()

    assert kind(error) == (NotSent, "timeout")


def test_a_name_server_that_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    ask, silent = socket.getaddrinfo, threading.Event()

    def never(host: str, *args: Any, **flags: Any) -> Any:
        return ask(host, *args, **flags) if flags.get("flags") else silent.wait(10) and []

    monkeypatch.setattr(socket, "getaddrinfo", never)
    error = failure(HttpClient(connect_seconds=0.3), "https://api.example.org/", seconds=30)
    silent.set()

    assert kind(error) == (NotSent, "name")


# Certain failures and unknown outcomes


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    assert kind(failure(client_to(port), f"http://127.0.0.1:{port}/")) == (NotSent, "connect")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"", "truncated"),
        (b"garbage\r\n\r\n", "truncated"),
        (b"HTTP/1.1 200", "truncated"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "truncated"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf", "truncated"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000, "truncated"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + b"." * 1001, "too_large"),
    ],
)
def test_after_the_request_was_written_there_is_doubt(answer: bytes, reason: str) -> None:
    with serving(answering(answer)) as port:
        error = failure(client_to(port), f"http://127.0.0.1:{port}/", data={"a": "b"}, max_bytes=1000)

    assert kind(error) == (MaybeSent, reason)


def test_exactly_as_much_as_allowed() -> None:
    with serving(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"." * 1000)) as port:
        response = client_to(port).send("GET", f"http://127.0.0.1:{port}/", deadline=soon(), max_bytes=1000)

    assert len(response.body) == 1000


def test_a_reset_after_the_request() -> None:
    def script(connection: socket.socket) -> None:
        read_request(connection)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    with serving(script) as port:
        error = failure(client_to(port), f"http://127.0.0.1:{port}/", data={"a": "b"})

    assert kind(error) == (MaybeSent, "reset")


def test_a_reset_in_the_middle_of_an_upload() -> None:
    def script(connection: socket.socket) -> None:
        connection.recv(10)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    with serving(script) as port:
        files = {"photo": ("a.png", bytes(16 * 1024 * 1024), "image/png")}
        error = failure(client_to(port), f"http://127.0.0.1:{port}/", files=files)

    assert kind(error) in {(MaybeSent, "reset"), (MaybeSent, "truncated")}


def test_an_answer_before_the_request_was_read_is_an_answer() -> None:
    """Servers refuse a large upload early and close; their answer matters more than the broken pipe."""

    def script(connection: socket.socket) -> None:
        connection.recv(10)
        connection.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass

    with serving(script) as port:
        files = {"photo": ("a.png", bytes(8 * 1024 * 1024), "image/png")}
        response = client_to(port).send("POST", f"http://127.0.0.1:{port}/", files=files, deadline=soon())

    assert response.status == 413


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "file:///etc/passwd", "http://", "//x", "", "http://a\x00b/", "http://[::1/"]
)
def test_an_address_that_is_none(url: str) -> None:
    assert kind(failure(HttpClient(), url)) == (NotSent, "url")


# The proxy


def test_a_proxy_is_given_the_whole_address(httpserver: HTTPServer) -> None:
    def answer(request: Request) -> Response:
        return Response(json.dumps([request.environ["REQUEST_URI"], request.headers.get("Proxy-Authorization")]))

    httpserver.expect_request("/bot1:2/getMe").respond_with_handler(answer)
    http = HttpClient(proxy=f"http://ivan:pass@127.0.0.1:{httpserver.port}")

    response = http.send("POST", "http://api.example.org/bot1:2/getMe", deadline=soon())

    assert response.json() == ["http://api.example.org/bot1:2/getMe", "Basic aXZhbjpwYXNz"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(b"HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n", "proxy"), (b"", "garbled"), (b"?\r\n\r\n", "garbled")],
)
def test_a_tunnel_that_was_not_dug_carried_nothing(answer: bytes, reason: str) -> None:
    with serving(answering(answer)) as port:
        error = failure(HttpClient(proxy=f"http://127.0.0.1:{port}"), "https://api.example.org/", data={"token": "T"})

    assert kind(error) == (NotSent, reason)


def test_only_plain_proxies_are_known() -> None:
    with pytest.raises(ValueError, match="http://"):
        HttpClient(proxy="socks5://127.0.0.1:1080")


# Secrets

secret = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=16, max_size=32)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    canary=secret,
    answer=st.sampled_from([b"", b"HTTP/1.1 %s\r\n\r\n", b"%s\r\n\r\n", b"HTTP/1.1 200 OK\r\n%s\r\n\r\n"]),
)
def test_no_secret_in_any_failure(
    canary: str, answer: bytes, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """The server repeats its input, and everything is logged at the lowest level."""
    caplog.set_level("DEBUG")
    answer = answer.replace(b"%s", canary.encode())
    with serving(answering(answer)) as port:
        url = f"http://user:{canary}@127.0.0.1:{port}/bot{canary}/x?key={canary}"
        content: dict[str, Any] = {"data": {"token": canary}, "headers": {"Authorization": canary}}
        errors = [failure(client_to(port), url, **content), failure(HttpClient(), url, **content)]

    for error in errors:
        assert error.__cause__ is None
        assert canary not in f"{error} {error!r} {vars(error)} {error.__context__!r}"
    assert canary not in caplog.text + "".join(capfd.readouterr())

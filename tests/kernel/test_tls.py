"""TLS: which certificates are trusted, and that a proxy cannot read the content."""

import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.kernel.certificates import make_certificate
from tests.kernel.http_clients import client_to, failure, hold, kind, soon
from tests.kernel.raw_server import serving, tunnelling
from veche.kernel import probes
from veche.kernel.http import HttpClient, NotSent


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[tuple[HTTPServer, Path]]:
    certificate, key = make_certificate(tmp_path, "127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = HTTPServer(host="127.0.0.1", port=0, ssl_context=context)
    server.start()
    server.expect_request("/").respond_with_data("тайно")
    yield server, certificate
    server.stop()


def test_a_certificate_nobody_signed(secure: tuple[HTTPServer, Path]) -> None:
    server, _ = secure

    assert kind(failure(client_to(server.port), server.url_for("/"), data={"token": "T"})) == (NotSent, "tls")
    assert server.log == []


def test_a_certificate_of_the_given_bundle(secure: tuple[HTTPServer, Path]) -> None:
    server, certificate = secure

    response = client_to(server.port, ca_bundle=certificate).send("GET", server.url_for("/"), deadline=soon())

    assert response.body.decode() == "тайно"


def test_who_calls_nobody_by_tls_reads_no_roots(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    http = HttpClient(allowed_private=frozenset({(httpserver.host, httpserver.port)}))
    httpserver.expect_request("/").respond_with_data("ok")
    monkeypatch.setattr("veche.kernel.http._trusted", lambda _: pytest.fail("roots were read"))

    assert http.send("GET", httpserver.url_for("/"), deadline=soon()).body == b"ok"


def test_a_bundle_that_is_not_there_is_told_of_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        HttpClient(ca_bundle=tmp_path / "none.pem")


def test_a_certificate_for_another_name(secure: tuple[HTTPServer, Path]) -> None:
    server, certificate = secure
    http = HttpClient(allowed_private=frozenset({("localhost", server.port)}), ca_bundle=certificate)

    assert kind(failure(http, f"https://localhost:{server.port}/")) == (NotSent, "tls")


def test_a_handshake_that_never_ends() -> None:
    wait = threading.Event()
    with serving(lambda _: hold(wait)) as port:
        error = failure(client_to(port, connect_seconds=0.3), f"https://127.0.0.1:{port}/", seconds=0.6)
        wait.set()

    assert kind(error) == (NotSent, "timeout")


def test_a_tunnel_through_a_proxy(secure: tuple[HTTPServer, Path]) -> None:
    """TLS is established with the server, so the proxy sees only its name."""
    server, certificate = secure
    seen: list[bytes] = []

    heard: list[str] = []
    with serving(tunnelling(server.port, seen)) as port:
        http = client_to(server.port, ca_bundle=certificate, proxy=f"http://ivan:pass@127.0.0.1:{port}")
        probes.listen(heard.append)
        response = http.send("POST", server.url_for("/"), data={"token": "CANARY"}, deadline=soon())
        probes.listen(None)

    assert response.body.decode() == "тайно"
    assert seen[0].startswith(f"CONNECT 127.0.0.1:{server.port} HTTP/1.1\r\n".encode())
    assert b"Basic aXZhbjpwYXNz" in seen[0]
    assert b"CANARY" not in b"".join(seen)
    assert heard == ["http.connected", "http.request_sent", "http.answer_begins", "http.answered"]

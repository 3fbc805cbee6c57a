import socket
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from tests.kernel.http_clients import client_to, failure, kind, soon
from veche.kernel.http import HttpClient, NotSent

PRIVATE = [
    "127.0.0.1",
    "localhost",
    "LOCALHOST.",
    "sub.localhost",
    "[::1]",
    "169.254.169.254",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "017700000001",
    "127.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "0.0.0.0",
    "0",
    "224.0.0.1",
    "255.255.255.255",
    "240.0.0.1",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fc00::1]",
    "[fec0::1]",
    "[feff::1]",
    "[ff02::1]",
]


@pytest.mark.parametrize("host", PRIVATE)
@pytest.mark.parametrize("proxy", [None, "http://127.0.0.1:1"])
def test_private_addresses_are_refused(host: str, proxy: str | None) -> None:
    assert kind(failure(HttpClient(proxy=proxy), f"http://{host}:8080/")) == (NotSent, "refused_address")


@pytest.mark.parametrize("port", [1, 80])
def test_only_the_named_port_is_allowed(httpserver: HTTPServer, port: int) -> None:
    http = client_to(httpserver.port)

    assert kind(failure(http, f"http://127.0.0.1:{port}/")) == (NotSent, "refused_address")
    assert kind(failure(http, f"http://localhost:{httpserver.port}/")) == (NotSent, "refused_address")


def answers_with(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Names resolve to these, one answer per query; returns the queries."""
    ask, left, asked = socket.getaddrinfo, list(answers), []

    def resolve(host: str, port: Any, *args: Any, **flags: Any) -> Any:
        if flags.get("flags") == socket.AI_NUMERICHOST or host[0].isdigit():
            return ask(host, port, *args, **flags)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["10.0.0.1", "93.184.215.14"]])
def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch, addresses: list[str]) -> None:
    answers_with(monkeypatch, addresses)

    assert kind(failure(HttpClient(), "http://inside.example.org/")) == (NotSent, "refused_address")


def test_a_name_is_asked_once_and_the_judged_address_called(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the second answer would be a private address."""
    monkeypatch.setattr("veche.kernel.guard.is_public", lambda address: address == "127.0.0.1")
    asked = answers_with(monkeypatch, ["127.0.0.1"], ["10.0.0.1"])
    httpserver.expect_request("/").respond_with_data("снаружи")

    response = HttpClient().send("GET", f"http://rebind.example.org:{httpserver.port}/", deadline=soon())

    assert (response.body.decode(), asked) == ("снаружи", ["rebind.example.org"])
    assert httpserver.log[0][0].host == f"rebind.example.org:{httpserver.port}"


def test_the_next_address_is_tried(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    answers_with(monkeypatch, ["127.0.0.2", "127.0.0.1"])
    httpserver.expect_request("/").respond_with_data("дошло")
    http = HttpClient(allowed_private=frozenset({("two.example.org", httpserver.port)}))

    response = http.send("GET", f"http://two.example.org:{httpserver.port}/", deadline=soon())

    assert response.body.decode() == "дошло"


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    assert kind(failure(HttpClient(), "https://api.example.org/")) == (NotSent, "name")


def test_a_redirect_inside_is_not_followed(httpserver: HTTPServer) -> None:
    http = HttpClient(allowed_private=frozenset({(httpserver.host, httpserver.port)}))
    httpserver.expect_request("/").respond_with_data("", 307, headers={"Location": "http://169.254.169.254/"})

    assert http.send("GET", httpserver.url_for("/"), deadline=soon()).status == 307

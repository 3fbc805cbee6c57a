"""An installation chooses for each network its address, certificates and proxy."""

import json
import os
import re
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from tests.factories import make_account
from tests.kernel.certificates import make_certificate
from tests.kernel.raw_server import serving, tunnelling
from tests.networks.rows import ROWS
from veche.accounts.domain import clients
from veche.accounts.domain.check import check
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account
from veche.kernel.crypto import Secret
from veche.networks.registry import NETWORKS
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db


class QuickToStop(HTTPServer):
    """The library's server checks only twice a second whether to stop."""

    def thread_target(self) -> None:
        assert self.server is not None
        self.server.serve_forever(poll_interval=0.01)


@pytest.fixture(params=NETWORKS)
def slug(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def secure(slug: str, tmp_path: Path) -> Iterator[tuple[HTTPServer, Path]]:
    """A server of that network with a certificate signed by a private authority."""
    certificate, key = make_certificate(tmp_path, "127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = QuickToStop(host="127.0.0.1", port=0, ssl_context=context)
    server.start()
    # One call is enough: its first answer is a refusal.
    status, said = ROWS[slug].unknown_key
    server.expect_request(re.compile(".*")).respond_with_json(said, status=status)
    yield server, certificate
    server.stop()


@pytest.fixture
def account(slug: str, rubtsovsk: Administration, alice: Person, ivan: Person) -> Account:
    made = make_account(rubtsovsk, responsible=alice, network=slug, remote_id=ROWS[slug].number)
    for slot, secret in ROWS[slug].unissued.items():
        put_key(account=made, slot=slot, secret=Secret(secret), by=ivan)
    return made


@pytest.fixture(autouse=True)
def fresh_doors() -> Iterator[None]:
    clients.http.cache_clear()
    yield
    clients.http.cache_clear()


def chosen(settings: Settings, slug: str, server: HTTPServer, *, ca: Path | None = None, proxy: str = "") -> None:
    settings.SANDBOX_URL = f"https://127.0.0.1:{server.port}"  # a private address is called only if configured
    way = {"url": f"https://127.0.0.1:{server.port}/api", "proxy": proxy, "ca": str(ca or "")}
    settings.NETWORKS = {slug: way}


def outcome(account: Account) -> str:
    passport = check(account=account)
    whys = {ability["why"] for ability in passport.abilities.values()}
    return passport.trouble or " ".join(sorted(whys))


def test_the_address_and_the_certificates_of_the_installation(
    slug: str, account: Account, secure: tuple[HTTPServer, Path], settings: Settings
):
    server, certificate = secure
    chosen(settings, slug, server, ca=certificate)

    said = outcome(account)

    assert "не принял" in said
    assert [call.path.startswith("/api/") for call, _answer in server.log] == [True] * len(server.log)
    assert server.log != []


def test_without_them_nothing_is_said_to_a_stranger(
    slug: str, account: Account, secure: tuple[HTTPServer, Path], settings: Settings
):
    server, _ = secure
    chosen(settings, slug, server)

    assert "его сертификату нельзя верить" in outcome(account)
    assert (server.log, Account.objects.get(pk=account.pk).unreachable_since is None) == ([], False)


def test_the_proxy_of_the_installation(
    slug: str, account: Account, secure: tuple[HTTPServer, Path], settings: Settings
):
    """TLS is established with the network itself: the proxy sees the target and no key."""
    server, certificate = secure
    seen: list[bytes] = []

    with serving(tunnelling(server.port, seen)) as port:
        chosen(settings, slug, server, ca=certificate, proxy=f"http://127.0.0.1:{port}")
        outcome(account)

    assert seen[0].startswith(f"CONNECT 127.0.0.1:{server.port} HTTP/1.1\r\n".encode())
    assert len(server.log) == 1
    assert all(secret.reveal().encode() not in b"".join(seen) for secret in clients.secrets_of(account).values())


def test_a_proxy_that_is_away_is_no_network_that_refused(
    slug: str, account: Account, secure: tuple[HTTPServer, Path], settings: Settings
):
    server, certificate = secure
    chosen(settings, slug, server, ca=certificate, proxy="http://127.0.0.1:1")

    outcome(account)

    assert (Account.objects.get(pk=account.pk).unreachable_since is None, server.log) == (False, [])


def test_every_network_has_its_three_settings(tmp_path: Path):
    parts = {"url": "https://{}-url", "proxy": "http://{}-proxy:3128", "ca": "{}-ca", "pages": "https://{}-pages"}
    wanted = {slug: {part: value.format(slug) for part, value in parts.items()} for slug in NETWORKS}
    given = {
        f"VECHE_{slug.upper()}_{part.upper()}": value for slug, way in wanted.items() for part, value in way.items()
    }
    code = "import json; from veche.config import settings; print(json.dumps(settings.NETWORKS))"
    environment = {**os.environ, "VECHE_DATA": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path), **given}

    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert json.loads(said.stdout) == wanted

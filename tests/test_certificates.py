"""Behind a company proxy that intercepts TLS, pip, uv and node trust the system's certificates."""

import http.server
import ssl
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from scripts import bring, find
from veche.kernel.clock import now

pytestmark = pytest.mark.sweep

NAMES = ("SSL_CERT_FILE", "PIP_CERT", "NODE_EXTRA_CA_CERTS", "SSL_CERT_DIR", "PIP_INDEX_URL", "UV_INDEX_URL")


# The Python in which `scripts.bring` installed uv, with pip.
PIP = find.TOOLS / "uv" / "bin" / "python"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*NAMES, *(f"{kind}_PROXY" for kind in ("HTTP", "HTTPS", "ALL")), "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An unknown root certificate; beside it the server's certificate and key."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    top = _begun("a company's own root", root_key).add_extension(x509.BasicConstraints(True, None), critical=True)
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    leaf = _begun("127.0.0.1", key).add_extension(names, critical=False)
    (tmp_path / "root.pem").write_bytes(top.sign(root_key, hashes.SHA256()).public_bytes(Encoding.PEM))
    (tmp_path / "own.pem").write_bytes(leaf.sign(root_key, hashes.SHA256()).public_bytes(Encoding.PEM))
    (tmp_path / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return tmp_path / "root.pem"


def _begun(title: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a company's own root")])
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, title)])
    named = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    begins, ends = now() - timedelta(days=1), now() + timedelta(days=1)
    return named.serial_number(x509.random_serial_number()).not_valid_before(begins).not_valid_after(ends)


@pytest.fixture
def asked(root: Path) -> Iterator[tuple[str, list[str]]]:
    """A server under that root, and the requested paths."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Log nothing: the test checks the paths."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(root.with_name("own.pem"), root.with_name("key.pem"))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"https://127.0.0.1:{server.server_address[1]}/", paths
    server.shutdown()
    server.server_close()
    thread.join()


def commands(url: str) -> dict[str, list[str | Path]]:
    get = f"require('https').get('{url}veche-no', () => process.exit(0))"
    return {
        "pip": [PIP, "-m", "pip", "download", "--retries=0", "--no-deps", f"--index-url={url}", "veche-no"],
        "uv": [find.uv() or "", "pip", "compile", "--no-cache", f"--index-url={url}", "-"],
        "node": [Path(find.node() or "") / "node", "-e", get],
    }


@pytest.mark.parametrize("name", ["pip", "uv", "node"])
def test_each_tool_trusts_what_the_system_trusts(
    asked: tuple[str, list[str]], root: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    url, paths = asked
    words = commands(url)[name]
    if not Path(words[0]).is_file() or (name == "pip" and not find.answer(PIP, "-m", "pip", "--version")):
        pytest.skip(f"no {name} on this machine")
    monkeypatch.setattr(bring, "BUNDLES", (str(root),))

    subprocess.run(
        [str(word) for word in words],
        env={"PATH": "/usr/bin:/bin", "HOME": str(root.parent), **bring.certificates()},
        input="veche-no\n",
        text=True,
        capture_output=True,
        check=False,
    )

    assert [path for path in paths if "veche-no" in path]


def test_what_the_person_has_chosen_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bring, "BUNDLES", ("/none",))
    assert bring.certificates() == {}

    monkeypatch.setenv("SSL_CERT_FILE", str(root))
    monkeypatch.setenv("PIP_CERT", "/chosen.pem")

    assert bring.certificates() == {
        "SSL_CERT_FILE": str(root),
        "PIP_CERT": "/chosen.pem",
        "NODE_EXTRA_CA_CERTS": str(root),
    }

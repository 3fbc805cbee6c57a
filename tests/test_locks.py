"""Files made from the locks: the list of installed packages, and the query about known vulnerabilities."""

import json
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from scripts import audit, sbom
from scripts.locks import Pinned, pinned, read

LOCK = """
anyio==4.16.0 \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
    # via
    #   httpx2
    #   starlette
django==6.1.3 ; sys_platform != 'win32' \\
    --hash=sha256:{c}
    # via
    #   veche (pyproject.toml)
    #   rules
rules==3.5 \\
    --hash=sha256:{a}
    # via veche (pyproject.toml)
uv-build==0.13.9 \\
    --hash=sha256:{b}
    # via -r requirements/build.in
"""
A, B, C = "a" * 64, "b" * 64, "c" * 64
FRONT = {
    "metadata": {"component": {"bom-ref": "front@1"}},
    "components": [{"type": "library", "bom-ref": "htmx.org@4", "name": "htmx.org", "version": "4"}],
    "dependencies": [{"ref": "front@1", "dependsOn": ["htmx.org@4"]}, {"ref": "htmx.org@4", "dependsOn": []}],
}


def test_a_lock_is_read_with_its_hashes_and_who_wants_what():
    assert list(read([LOCK.format(a=A, b=B, c=C)])) == [
        Pinned("anyio", "4.16.0", (A, B), ("httpx2", "starlette"), direct=False),
        Pinned("django", "6.1.3", (C,), ("rules",), direct=True),
        Pinned("rules", "3.5", (A,), (), direct=True),
        Pinned("uv-build", "0.13.9", (B,), (), direct=True),
    ]


def test_the_list_names_every_locked_package_with_its_hashes():
    locked = pinned("run")

    made = sbom.bom(locked, FRONT, "0.1.0")

    listed = {(one["name"], one["version"]): one.get("hashes", []) for one in made["components"]}
    assert listed == {
        **{(one.name, one.version): [{"alg": "SHA-256", "content": digest} for digest in one.sha256] for one in locked},
        ("htmx.org", "4"): [],
    }
    assert all(one.sha256 for one in locked)
    graph: dict[str, Any] = {one["ref"]: one["dependsOn"] for one in made["dependencies"]}
    assert {"htmx.org@4", sbom.purl(next(one for one in locked if one.name == "django"))} <= set(
        graph["pkg:generic/veche@0.1.0"]
    )
    assert set(graph) == {"pkg:generic/veche@0.1.0", *(one["bom-ref"] for one in made["components"])}
    assert sbom.bom(locked, FRONT, "0.1.0") == made


def advisories(httpserver: HTTPServer, *vulnerable: str) -> str:
    """An OSV server with one advisory about each of the named packages."""

    def batch(request: Request) -> Response:
        queries = json.loads(request.data)["queries"]
        bad = {"vulns": [{"id": "GHSA-1111-2222-3333", "modified": "2026-01-01T00:00:00Z"}]}
        results = [bad if one["package"]["name"] in vulnerable else {} for one in queries]
        return Response(json.dumps({"results": results}))

    httpserver.expect_request("/v1/querybatch", method="POST").respond_with_handler(batch)
    about = {"id": "GHSA-1111-2222-3333", "modified": "2026-01-01T00:00:00Z", "summary": "Reads any file."}
    httpserver.expect_request("/v1/vulns/GHSA-1111-2222-3333").respond_with_json(about)
    return httpserver.url_for("/")


@pytest.mark.parametrize(("vulnerable", "well"), [("django", False), ("nothing", True)])
def test_a_known_vulnerability_of_a_locked_package_fails(
    httpserver: HTTPServer, capsys: pytest.CaptureFixture[str], vulnerable: str, well: bool
):
    assert audit.python(service=advisories(httpserver, vulnerable)) == well

    said = capsys.readouterr().out
    assert ("django" in said and "Reads any file." in said) is not well
    assert ("no known vulnerability" in said) is well


def test_a_closed_network_is_one_line(capsys: pytest.CaptureFixture[str]):
    assert audit.python(service="http://127.0.0.1:9/")

    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("audit, Python: skipped, the advisories cannot be reached (")

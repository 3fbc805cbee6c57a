"""The files of deploy/ agree with the program, and systemd reads them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from veche import cli

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(DEPLOY.glob("veche-*"))
HARD = {
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "StateDirectory=veche",
    "StateDirectoryMode=0700",
    "UMask=0077",
    "CapabilityBoundingSet=",
    "SystemCallFilter=@system-service",
}


def commands(text: str) -> set[str]:
    return set(re.findall(r"/opt/veche/\.venv/bin/veche ([a-z-]+)", text))


def megabytes(file: str, pattern: str) -> int:
    found = re.search(pattern, (DEPLOY / file).read_text(encoding="utf-8"))
    assert found
    return int(found[1])


def test_every_command_that_a_unit_starts_exists() -> None:
    parser = cli._parser()
    wanted = set().union(*(commands(unit.read_text(encoding="utf-8")) for unit in UNITS))

    assert wanted == {"prepare", "web", "worker", "backup"}
    for name in wanted - {"backup"}:
        assert parser.parse_args([name]).run is not None


@pytest.mark.parametrize("unit", [path for path in UNITS if path.suffix == ".service"], ids=lambda path: path.name)
def test_every_service_is_shut_off_from_the_rest_of_the_machine(unit: Path) -> None:
    lines = set(unit.read_text(encoding="utf-8").splitlines())

    assert lines >= HARD | {"User=veche", "EnvironmentFile=/etc/veche/veche.env"}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_has_nothing_against_them() -> None:
    words = ["systemd-analyze", "verify", "--man=no", *map(str, UNITS)]
    said = subprocess.run(words, capture_output=True, text=True, check=False).stderr

    # Where the program is not installed, systemd says so, and rightly.
    assert [line for line in said.splitlines() if str(DEPLOY) in line and "is not executable" not in line] == []


def test_both_proxies_let_the_largest_form_through_and_not_much_more() -> None:
    largest = settings.LARGEST_UPLOAD / 1_000_000

    for limit in (
        megabytes("nginx.conf", r"client_max_body_size (\d+)m;"),
        megabytes("Caddyfile", r"max_size (\d+)MB"),
    ):
        assert largest <= limit
        assert limit < largest * 1.5

"""One sandbox for all tests of the dialect, each with its own group."""

from collections.abc import Iterator

import httpx2
import pytest

from tests.sandbox_process import SandboxProcess
from tests.veche_sandbox.ok.world import World


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    with SandboxProcess(tmp_path_factory.mktemp("ok") / "sandbox.sqlite3") as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def http() -> Iterator[httpx2.Client]:
    with httpx2.Client(timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture
def ok(running: SandboxProcess, http: httpx2.Client) -> World:
    running.ask("DELETE", "ok", "traces")
    return World(running, http, running.add_account("ok", "Администрация города"))

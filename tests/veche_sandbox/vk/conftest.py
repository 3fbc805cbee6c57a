"""One sandbox for all tests of the dialect, each with its own community."""

from collections.abc import Iterator

import httpx2
import pytest

from tests.sandbox_process import SandboxProcess
from tests.veche_sandbox.vk.world import World


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    with SandboxProcess(tmp_path_factory.mktemp("vk") / "sandbox.sqlite3") as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def http() -> Iterator[httpx2.Client]:
    """One client for all tests: creating one takes longer than a call."""
    with httpx2.Client(timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture
def vk(running: SandboxProcess, http: httpx2.Client) -> World:
    running.ask("DELETE", "vk", "traces")
    return World(running, http, running.add_account("vk", "Администрация города"))


@pytest.fixture
def neighbour(running: SandboxProcess, http: httpx2.Client) -> World:
    """The community of another city."""
    return World(running, http, running.add_account("vk", "Администрация соседнего города"))

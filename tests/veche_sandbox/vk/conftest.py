"""One sandbox for all tests of the dialect, a community of its own for each."""

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
    """One for all: to make one costs more than a call."""
    with httpx2.Client(timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture
def vk(running: SandboxProcess, http: httpx2.Client) -> World:
    running.clear_faults("vk")
    running.ask("DELETE", "vk", "complaints")
    running.ask("DELETE", "vk", "calls")
    return World(running, http, running.add_account("vk", "Администрация города"))


@pytest.fixture
def neighbour(running: SandboxProcess, http: httpx2.Client) -> World:
    """Another city's community."""
    return World(running, http, running.add_account("vk", "Администрация соседнего города"))
